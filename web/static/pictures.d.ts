// Written by `flask --app server picture-types` from the Python dataclasses; do not edit.

/** The hall as its screens name it. */
export interface About {
  name: Text;
  address: Text;
  phone: string | null;
  welcome: Text;
  ticket_note: Text;
  zone: string;
  languages: string[];
  demo: boolean;
}

/** One text as the hall wrote it; `en` is None when the hall gave no English. */
export interface Text {
  zh: string;
  en: string | null;
}

/** Who serves, as citizens see them; `photo` is an address, null while the stand-in is drawn. */
export interface Clerk {
  id: string;
  shown: Text;
  number: string;
  photo: string | null;
}

/** Somebody who waits, as console and desk see them. */
export interface InLine {
  ticket: string;
  number: string;
  service: string;
  service_name: Text;
  then: Text[];
  status: string;
  taken_at: string;
  waiting_since: string;
  priority: string | null;
  help_needs: string[];
  language: string;
  ahead: number;
  window_no: number | null;
  later_used: number;
}

/** Are numbers given out, until when, and when next; moments are null where there is none. */
export interface Opening {
  open: boolean;
  closes_at: string | null;
  opens_at: string | null;
  closure: Text | null;
}

/** One window as everybody sees it; `number` is whom it called or serves. */
export interface Stand {
  window_no: number;
  name: Text;
  area: string | null;
  state: string;
  pause_reason: string | null;
  since: string | null;
  clerk: Clerk | null;
  number: string | null;
  stage: string | null;
}

/** Whom the window has called or serves, or parked. */
export interface InHand {
  handling: string;
  ticket: string;
  number: string;
  service: string;
  service_name: Text;
  then: Text[];
  stage: string;
  taken_at: string;
  waiting_since: string;
  called_at: string;
  last_called_at: string;
  times_called: number;
  announced: boolean;
  started_at: string | null;
  recall_at: string;
  missed_at: string;
  why: string;
  priority: string | null;
  help_needs: string[];
  language: string;
  note: string;
  usual_outcome: string;
  materials: Material[];
  send_to: number[];
}

/** One thing to bring. */
export interface Material {
  name: Text;
  note: Text | null;
  copies: number;
  required: boolean;
}

/** The visitor a window had last: whether they rated (never how), and until when the end may be undone. */
export interface Before {
  handling: string;
  ticket: string;
  number: string;
  ending: string;
  ended_at: string;
  rateable: boolean;
  rated: boolean;
  undo_until: string | null;
}

/** A service to choose from. */
export interface Choice {
  code: string;
  name: Text;
  prefix: string;
}

/** One clerk's console; `stand` is null while they sit nowhere. */
export interface Console {
  seq: number;
  now: string;
  about: About;
  opening: Opening;
  me: Clerk;
  stand: Stand | null;
  pause_next: string | null;
  habit_window_no: number | null;
  stands: Stand[];
  in_hand: InHand | null;
  parked: InHand[];
  waiting_for_me: number;
  longest_since: string | null;
  line: InLine[];
  next_why: string | null;
  missed: InLine[];
  before: Before | null;
  statements_wanted: number;
  services: Choice[];
  missed_after_calls: number;
}

/** 需要帮助, rung and not yet answered. */
export interface Bell {
  bell: string;
  device_name: Text;
  at: string;
}

export interface CategoryName {
  code: string;
  name: Text;
}

/** A service with everything to know before the number is taken. */
export interface Guide {
  code: string;
  category: string;
  kind: string;
  name: Text;
  summary: Text;
  materials: Material[];
  conditions: Text[];
  procedure: Text[];
  promised: Text;
  permit: boolean;
  popular: boolean;
  keywords: string[];
  waiting: number;
  windows_open: number;
  ahead: number;
  estimate: Estimate | null;
}

/** A wait as a range people can rely on, in seconds. */
export interface Estimate {
  low: number;
  high: number;
}

/** A slip that did not come out, or perhaps did not. */
export interface PaperTrouble {
  job: string;
  number: string | null;
  ticket: string | null;
  kind: string;
  state: string;
  fault: string;
  at: string;
}

/** The help desk. */
export interface Desk {
  seq: number;
  now: string;
  about: About;
  opening: Opening;
  people: InLine[];
  missed: InLine[];
  bells: Bell[];
  troubles: PaperTrouble[];
  services: Guide[];
  categories: CategoryName[];
  stands: Stand[];
  windows_open: number;
  window_no: number | null;
  priorities: string[];
  help_needs: string[];
  elder_age: number;
  most_services: number;
  prints: boolean;
  long_wait_s: number;
  later_by: number;
  later_times: number;
  restore_after: number;
}

/** How many wait for a service, and how many open windows serve it. */
export interface Queue {
  service: string;
  name: Text;
  prefix: string;
  waiting: number;
  windows_open: number;
  longest_since: string | null;
  areas: AreaLine[];
}

/** How many of a line the windows of one area are there for, open or not. */
export interface AreaLine {
  area: string;
  waiting: number;
}

/** A call as it is said aloud in one language (`zh`, `yue`, `en`). */
export interface Spoken {
  language: string;
  text: string;
}

/** One call on the wall. */
export interface Call {
  handling: string;
  number: string;
  window_no: number;
  window_name: Text;
  area: string | null;
  times_called: number;
  called_at: string;
  announced: boolean;
  current: boolean;
  spoken: Spoken[];
}

/** The wall, and the strips above the windows. */
export interface Board {
  seq: number;
  now: string;
  about: About;
  opening: Opening;
  calls: Call[];
  recent: Call[];
  missed: string[];
  queues: Queue[];
  stands: Stand[];
  notices: Text[];
  voice: string[];
}

/** One handling of the visitor's ticket, to be rated by itself (一次一评). */
export interface Rateable {
  handling: string;
  service_name: Text;
  window_no: number;
  clerk: Clerk;
  ended_at: string;
  rated: boolean;
  added: boolean;
  closes_at: string;
  outcome: string;
  lacking: string;
  followed: Followed | null;
}

/** What a citizen sees of what followed their rating: how far it is, the replies, what they may still say. */
export interface Followed {
  case: string;
  told: Text;
  replies: Reply[];
  contact_left: boolean;
  contact_wanted: boolean;
  contact_days: number;
  satisfied: boolean | null;
  answer_wanted: boolean;
  follows_up: boolean;
  again_by: string | null;
}

/** What was replied to a citizen, and when. */
export interface Reply {
  text: string;
  at: string;
}

/** Who is called to or served at the pad's window. */
export interface Served {
  handling: string;
  number: string;
  stage: string;
  called_at: string;
  language: string;
}

/** The handling the pad asks about, until somebody rated it or the next one started. */
export interface ToRate {
  handling: string;
  number: string;
  service_name: Text;
  clerk: Clerk;
  ended_at: string;
}

/** One pad. */
export interface Pad {
  seq: number;
  now: string;
  about: About;
  opening: Opening;
  window_no: number;
  window_name: Text;
  state: string;
  pause_reason: string | null;
  clerk: Clerk | null;
  served: Served | null;
  to_rate: ToRate | null;
  timeout_s: number;
  hold_s: number;
  rating_days: number;
  takes_codes: boolean;
  tag_set: string;
}

/** A ticket as the help desk's pad shows it to whoever has its code. */
export interface ByCode {
  number: string;
  language: string;
  handlings: Rateable[];
}

/** A category with how many wait for its services, and the open windows that serve any of them. */
export interface CategoryLine {
  code: string;
  name: Text;
  waiting: number;
  windows_open: number;
}

/** How a print job stands: queued, sent, printed, failed, uncertain or reprinted. */
export interface Slip {
  job: string;
  state: string;
}

/** One kiosk. */
export interface Kiosk {
  seq: number;
  now: string;
  about: About;
  opening: Opening;
  categories: CategoryLine[];
  services: Guide[];
  enquiry: string | null;
  priorities: string[];
  elder_age: number;
  idle_s: number;
  most_services: number;
  later_by: number;
  bell_rung: boolean;
  prints: boolean;
  waiting: number;
  windows_open: number;
  slips: Slip[];
}

/** What a manager should look at now: `code` says what, with the facts that belong to it. */
export interface Attention {
  code: string;
  service_name: Text | null;
  window_no: number | null;
  since: string | null;
  count: number;
}

/** Today so far. */
export interface Tally {
  taken: number;
  waiting: number;
  in_hand: number;
  parked: number;
  done: number;
  missed: number;
  cancelled: number;
  left: number;
}

/** What a window does now, and has done today; what tells of the visitor is null with nobody in hand. */
export interface AtWork {
  window_no: number;
  number: string | null;
  service_name: Text | null;
  stage: string | null;
  since: string | null;
  waited_s: number | null;
  parked: string[];
  served: number;
}

/** One hour of today: numbers taken, visitors served to the end. */
export interface HourOfDay {
  hour: number;
  taken: number;
  served: number;
}

/** What visitors said of the services that ended today. */
export interface SaidToday {
  ended: number;
  rated: number;
  good: number;
  low: number;
}

/** Somebody who may sit at a window, and sits at none. */
export interface ClerkChoice {
  id: string;
  shown: Text;
  number: string;
}

/** The case that was opened last: where, never whom it is about; `no` counts the cases of the hall. */
export interface CaseNews {
  case: string;
  no: number;
  window_no: number;
  opened_at: string;
}

/** The cases that are open; `newest` changes with every entry in any story of the hall. */
export interface CasesNow {
  open: number;
  overdue: number;
  unassigned: number;
  appeals: number;
  newest: string;
  latest: CaseNews | null;
}

/** The live hall. */
export interface Manager {
  seq: number;
  now: string;
  about: About;
  opening: Opening;
  stands: Stand[];
  windows_open: number;
  queues: Queue[];
  longest_since: string | null;
  tally: Tally;
  attention: Attention[];
  bells: Bell[];
  troubles: PaperTrouble[];
  at_work: AtWork[];
  hours: HourOfDay[];
  said: SaidToday;
  cases: CasesNow;
  exclusions_asked: number;
  free_clerks: ClerkChoice[];
  long_wait_s: number;
  long_queue: number;
}

/** Who is ahead, so that the page can say why it became more. */
export interface Ahead {
  priority: number;
  came_back: number;
}

/** A visitor's own page. */
export interface Phone {
  seq: number;
  now: string;
  about: About;
  opening: Opening;
  number: string;
  status: string;
  language: string;
  service_name: Text;
  then: Text[];
  materials: Material[];
  taken_at: string;
  ahead: number;
  ahead_of: Ahead;
  estimate: Estimate | null;
  windows_open: number;
  notify_ahead: number;
  window_no: number | null;
  window_name: Text | null;
  area: string | null;
  times_called: number;
  called_at: string | null;
  later_by: number;
  later_left: number;
  may_cancel: boolean;
  rateable: Rateable[];
  restorable: boolean;
}

/** A visitor took a number, at a kiosk or through the help desk. */
export interface TicketTaken {
  ticket: number;
  number: string;
  service: number;
  priority: string | null;
  help_needs: string[];
  later_services: number[];
}

/** A visitor gave the number back before being served. */
export interface TicketCancelled {
  ticket: number;
  number: string;
}

/** 我晚点到: a visitor lets `places` others go first. */
export interface TicketMovedBack {
  ticket: number;
  places: number;
}

/** A missed ticket came back into the line, after `places` others. */
export interface TicketRestored {
  ticket: number;
  number: string;
  places: number;
}

/** The reason for going first was added, corrected or (null) undone. */
export interface PriorityChanged {
  ticket: number;
  before: string | null;
  after: string | null;
}

/** What someone needs on the way was noted or corrected. */
export interface HelpNeedsChanged {
  ticket: number;
  after: string[];
}

/** A waiting ticket goes for another service, keeping its number and its place. */
export interface ServiceChanged {
  ticket: number;
  before: number;
  after: number;
}

/** One more service on a ticket (取号时可再加一项), after those it has. */
export interface ServiceAdded {
  ticket: number;
  service: number;
}

/** Somebody who closed the day put a waiting ticket down as gone. Only a person does this. */
export interface TicketLeft {
  ticket: number;
  number: string;
}

/** A window called somebody; `why` says why this one (see hall.rules.line.Why). */
export interface TicketCalled {
  ticket: number;
  number: string;
  handling: number;
  window: number;
  why: string;
}

/** The same call again; `times_called` counts from 1. */
export interface TicketRecalled {
  ticket: number;
  handling: number;
  window: number;
  times_called: number;
}

/** A display has spoken (or chimed) this call to its end. */
export interface CallAnnounced {
  handling: number;
  times_called: number;
}

/** The visitor is at the window: walking ends, serving begins. */
export interface ServiceStarted {
  ticket: number;
  handling: number;
  window: number;
}

/** A handling ended with an outcome; it may be rated from now on. */
export interface ServiceFinished {
  ticket: number;
  handling: number;
  window: number;
  outcome: string;
}

/** Called and did not come (过号): not void, restorable the same day. */
export interface TicketMissed {
  ticket: number;
  number: string;
  handling: number;
  window: number;
}

/** Set aside at its window, to go on later. */
export interface TicketParked {
  ticket: number;
  handling: number;
  window: number;
}

/** Called again at the window where it was parked: the same handling goes on. */
export interface TicketUnparked {
  ticket: number;
  handling: number;
  window: number;
}

/** Sent on to a service or to one window, with its number and its first arrival. */
export interface TicketTransferred {
  ticket: number;
  handling: number;
  window: number;
  to_service: number | null;
  to_window: number | null;
}

/** A mistaken *missed* or *finish* was taken back within the short time allowed. */
export interface Undone {
  ticket: number;
  handling: number;
  window: number;
  undone: string;
}

/** A clerk opened a window, or took up again one left open. */
export interface WindowOpened {
  window: number;
  staff: number;
}

/** A window paused, for a reason. */
export interface WindowPaused {
  window: number;
  reason: string;
}

/** 办完这位后暂停: the window will pause when its visitor is done; null reason = not any more. */
export interface PausePlanned {
  window: number;
  reason: string | null;
}

/** A paused window goes on. */
export interface WindowResumed {
  window: number;
}

/** A window closed; `by_manager` when its clerk was no longer there. */
export interface WindowClosed {
  window: number;
  by_manager: boolean;
}

/** A citizen rated a handling, or added to it (追评). The level is not journaled: who may see it is limited. */
export interface HandlingRated {
  handling: number;
  rating: number;
  kind: string;
  channel: string;
  simulated: boolean;
}

/** 已选未提交: a level was chosen and the page left before it was sent. Which level stands in its row alone. */
export interface LevelLeft {
  handling: number;
  channel: string;
}

/** A set of tags was drafted, changed as a draft, given its day to begin, or withdrawn. */
export interface TagSetChanged {
  tag_set: number;
  what: string;
}

/** Somebody asked that a rating be left out of the figures; another person has to decide. */
export interface ExclusionAsked {
  exclusion: number;
  rating: number;
  reason: string;
}

/** A second person agreed: the rating is left out of the figures, and counted beside them. */
export interface RatingExcluded {
  exclusion: number;
  rating: number;
}

/** A second person did not agree: the rating stays in the figures. */
export interface RatingKept {
  exclusion: number;
  rating: number;
}

/** A rating that was left out is taken back into the figures. */
export interface ExclusionLifted {
  exclusion: number;
  rating: number;
}

/** A low rating opened a case. Who was rated, and how, stands in its row alone. */
export interface CaseOpened {
  case: number;
  rating: number;
}

/** A citizen left a telephone number for a call-back; the number stands nowhere but sealed in its row. */
export interface ContactLeft {
  case: number;
}

/** Somebody looked at the telephone number a citizen left: the journal's actor. */
export interface ContactSeen {
  case: number;
}

/** A telephone number had been kept as long as it may be, and is gone. */
export interface ContactErased {
  case: number;
}

/** A manager named who handles a case: never the rated clerk. */
export interface CaseAssigned {
  case: number;
  handler: number;
}

/** An entry was made in the story of a case; `step` says of which kind, the words stand in its row alone. */
export interface CaseStepTaken {
  case: number;
  step: string;
}

/** A citizen said whether the reply satisfies; which of the two stands in the case alone. */
export interface CaseAnswered {
  case: number;
}

/** 需要帮助: somebody rang for help at a kiosk. */
export interface HelpAsked {
  bell: number;
}

/** The help desk went to whoever rang. */
export interface HelpAnswered {
  bell: number;
}

/** 先看要带什么: somebody took the list of a service on paper or by QR, without a number. */
export interface GuideGiven {
  service: number;
  on_paper: boolean;
}

/** A slip was put on a printer's queue; `again` marks a reprint (补打). */
export interface PrintAsked {
  job: number;
  kind: string;
  ticket: number | null;
  again: boolean;
}

/** A print job came to an end: printed, failed or uncertain. */
export interface PrintEnded {
  job: number;
  state: string;
}

/** Somebody saw that a slip of uncertain outcome had come out: nothing is printed in its place. */
export interface PrintSeen {
  job: number;
}

/** 您提我改: what was changed because people said so was written down, or is shown or not. */
export interface ImprovementChanged {
  improvement: number;
  shown: boolean;
}

/** Somebody who is told of cases by e-mail or webhook was added, changed or withdrawn; `what` names the fields. */
export interface RecipientChanged {
  recipient: number;
  what: string[];
}

/** A message to the outside was sent, or given up. */
export interface AlertEnded {
  message: number;
  state: string;
}

/** A member of staff signed in. */
export interface SignedIn {
  staff: number;
}

/** A member of staff signed out; the screens of that session are gone at once. */
export interface SignedOut {
  staff: number;
}

/** A password was changed; all other sessions of that person ended. */
export interface PasswordChanged {
  staff: number;
}

/** A one-time link to choose a password was made for somebody. */
export interface LinkGiven {
  staff: number;
}

/** Somebody joined, changed role or place, or left; `what` names the fields. */
export interface StaffChanged {
  staff: number;
  what: string[];
}

/** A manager approved a device; it keeps a token until it is revoked. */
export interface DevicePaired {
  device: number;
  kind: string;
}

/** A device got its token; it works from now on. */
export interface DeviceReady {
  device: number;
}

/** A device's name, place or printer changed, or a printer was added; `what` names the fields. */
export interface DeviceEdited {
  device: number;
  what: string[];
}

/** A device lost its token, e.g. because it was lost or replaced. */
export interface DeviceRevoked {
  device: number;
}

/** The hall was set up, or set up anew, from a hall file. */
export interface HallLoaded {
  services: number;
  windows: number;
}

/** A manager changed the hall's own data; `what` names the fields. */
export interface HallChanged {
  what: string[];
}

/** A service's data changed, was added or withdrawn; `what` names the fields. */
export interface ServiceEdited {
  service: number;
  what: string[];
}

/** A window's data changed; `what` names the fields. */
export interface WindowEdited {
  window: number;
  what: string[];
}

/** A line for the displays was put up or taken down. */
export interface NoticeChanged {
  notice: number;
  shown: boolean;
}

/** A closure (告示) was put up or withdrawn. */
export interface ClosureChanged {
  closure: number;
  kept: boolean;
}

/** A person closed the day: those still waiting were put down as left. */
export interface DayClosed {
  day: string;
  left: number;
}

/** Somebody took single ratings of some days out of the hall: as exchange records or as a workbook. */
export interface RatingsExported {
  staff: number;
  what: string;
  first: string;
  last: string;
}

/** What is added up by day was counted anew from the rows; so many counts had been wrong. */
export interface TalliesRecounted {
  differences: number;
}
