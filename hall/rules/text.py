"""A text that is data, in the languages of a hall."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text as the hall wrote it; `en` is None when the hall gave no English."""

    zh: str
    en: str | None = None

    def to_facts(self) -> dict[str, str | None]:
        """The shape every door speaks: `{zh, en}`."""
        return {"zh": self.zh, "en": self.en}

    def filled(self, **facts: object) -> "Text":
        """The same text with its `{names}` replaced."""
        return Text(self.zh.format(**facts), None if self.en is None else self.en.format(**facts))
