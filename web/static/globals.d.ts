/** A text that is data: names of services, notices, ground for a pause. Missing English falls back to Chinese. */
type Words = { zh: string; en?: string | null };

/** The languages the screens speak. */
type Language = "zh" | "en";

/** A moment as the server writes it (RFC 3339 UTC), or in milliseconds since 1970. */
type Moment = string | number;

/** Whether this page hears the server now. */
type Link = "live" | "lost";
