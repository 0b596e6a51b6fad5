"""The comparison of the texts in the source with their translations: `python -m web.texts [domain …]`."""

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.jslexer import Token, tokenize, unquote_string
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from web.languages import LOCALE, read_words

ROOT = Path(__file__).parent.parent
OTHER_DOMAINS = {
    Path("kiosk/paper.py"): "paper",
    Path("kiosk/slips.py"): "paper",
    Path("kiosk/static/printer.js"): "paper",
}
METHODS: dict[str, Any] = {".py": "python", ".js": "javascript", ".html": babel_extract}
HEADER = b"""msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

"""

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FACT = re.compile(r"\{(\w+)[|}]")
_JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Found:
    """A text marked with `_("…")` in a file."""

    text: str
    file: Path
    line: int

    @property
    def place(self) -> str:
        """Where it stands, as a tool prints it."""
        return f"{self.file}:{self.line}"


def missing_texts() -> list[str]:
    """Return one line per text without English, no longer used, or never marked; empty when all is well."""
    faults = [fault for domain in domains() for fault in _faults_of(domain)]
    return faults + _contradictions() + unmarked_texts()


def _faults_of(domain: str) -> list[str]:
    words = read_words(_file(domain)) if _file(domain).exists() else {}
    texts = {found.text: found.place for found in texts_of(domain)}
    untold = [f"{place}: no English in {domain}.po for {text!r}" for text, place in texts.items() if text not in words]
    unused = [f"{domain}.po: {text!r} is no longer used" for text in _entries(domain) if text not in texts]
    strange = [
        f"{domain}.po: {text!r} has no fact {fact}"
        for text, english in words.items()
        for fact in sorted(set(_FACT.findall(english)) - set(_FACT.findall(text)))
    ]
    return untold + unused + strange


def _contradictions() -> list[str]:
    """The browser gets all domains as one, so that a text which two rooms share must mean the same in both."""
    faults: list[str] = []
    meanings: dict[str, tuple[str, str]] = {}
    for domain in domains():
        words = read_words(_file(domain)) if _file(domain).exists() else {}
        for text, english in words.items():
            first, meaning = meanings.setdefault(text, (domain, english))
            if meaning != english:
                faults.append(f"{domain}.po: {text!r} means {english!r}, but {meaning!r} in {first}.po")
    return faults


def domains() -> list[str]:
    """Return the domains: one per package at the root, and those a single file keeps for itself."""
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    return sorted(packages | {domain for file, domain in OTHER_DOMAINS.items() if (ROOT / file).exists()})


def texts_of(domain: str) -> list[Found]:
    """Return the marked texts of one domain in reading order, each once."""
    seen: dict[str, Found] = {}
    for file in _sources():
        if _domain(file) == domain:
            for found in _marked(file):
                seen.setdefault(found.text, found)
    return list(seen.values())


def unmarked_texts() -> list[str]:
    """Return the Chinese in scripts and templates that no reader of English could ever see translated."""
    faults: list[str] = []
    for file in _sources():
        if file.suffix == ".js":
            faults += [f"{file}:{line}: {text!r} is not marked with _()" for line, text in _unmarked_strings(file)]
        elif file.suffix == ".html":
            bare = _JINJA.sub(lambda part: "\n" * part.group(0).count("\n"), (ROOT / file).read_text("utf-8"))
            faults += [
                f"{file}:{number}: {line.strip()!r} is not marked with _()"
                for number, line in enumerate(bare.splitlines(), 1)
                if _CHINESE.search(line)
            ]
    return faults


def update(domain: str) -> bool:
    """Bring one .po file in step with the source, keep every translation still used; True if the file changed."""
    template = Catalog(locale="en")
    for found in texts_of(domain):
        template.add(found.text, locations=[(str(found.file), found.line)])
    file = _file(domain)
    before = file.read_bytes() if file.exists() else b""
    book = read_po(io.BytesIO(before), locale="en")
    book.update(template, no_fuzzy_matching=True)
    for entry in book:
        # The facts are filled by `say`, whose `{n|one|other}` Python's own braces do not know.
        entry.flags -= {"python-format", "python-brace-format"}
    page = io.BytesIO()
    write_po(page, book, omit_header=True, ignore_obsolete=True, include_lineno=False, width=120)
    after = HEADER + page.getvalue().lstrip()
    if after == before or not (before or template):
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(after)
    return True


def _sources() -> Iterator[Path]:
    """Every file that may hold texts, relative to the root, in a steady order."""
    for package in sorted(file.parent for file in ROOT.glob("*/__init__.py")):
        if package.name in ("tests", "bench"):
            continue
        for file in sorted(package.rglob("*")):
            if file.suffix in METHODS and not {"vendor", "migrations"} & set(file.parts):
                yield file.relative_to(ROOT)


def _domain(file: Path) -> str:
    return OTHER_DOMAINS.get(file, file.parts[0])


def _file(domain: str) -> Path:
    return LOCALE / "en" / f"{domain}.po"


def _entries(domain: str) -> list[str]:
    """The texts a .po file holds, translated or not."""
    if not _file(domain).exists():
        return []
    with _file(domain).open("rb") as lines:
        return [str(entry.id) for entry in read_po(lines, locale="en") if entry.id]


def _marked(file: Path) -> list[Found]:
    source = io.BytesIO((ROOT / file).read_bytes())
    found = extract(METHODS[file.suffix], source, keywords={"_": None}, options={"encoding": "utf-8"})
    return [Found(text, file, line) for line, text, _notes, _context in found if isinstance(text, str)]


def _unmarked_strings(file: Path) -> Iterator[tuple[int, str]]:
    """Chinese strings of a script that are neither `_("…")` nor the Chinese half of a `{zh, en}`."""
    before: list[Token] = []
    for token in tokenize((ROOT / file).read_text("utf-8")):
        if token.type in ("linecomment", "multilinecomment"):
            continue
        if token.type in ("string", "template_string") and _CHINESE.search(token.value):
            lead = [part.value for part in before[-2:]]
            if lead not in (["_", "("], ["zh", ":"]):
                yield token.lineno, unquote_string(token.value) if token.type == "string" else token.value[:60]
        before.append(token)


def main(wanted: list[str]) -> int:
    """Update the catalogues of `wanted` domains, or of all, then print what is still missing; 1 if anything is."""
    for domain in wanted or domains():
        if update(domain):
            print(f"{domain}.po updated")
    faults = missing_texts()
    print("\n".join(faults) or "every text has its English")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
