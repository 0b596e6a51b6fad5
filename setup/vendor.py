"""Copies the browser libraries from node_modules to the folder the pages are served from.

Called by the Makefile after `npm ci`; the copies are not committed.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALLED = ROOT / "node_modules"
SERVED = ROOT / "web" / "static" / "vendor"

# Where a library comes from, by the name under which it is served.
# The pages' import map gives each its bare name ("preact/hooks" itself imports "preact").
MODULES = {
    "preact.module.js": "preact/dist/preact.mjs",
    "hooks.module.js": "preact/hooks/dist/hooks.mjs",
    "htm.module.js": "htm/dist/htm.mjs",
    "htm-preact.module.js": "htm/preact/index.mjs",
    "socket.io.esm.min.js": "socket.io-client/dist/socket.io.esm.min.js",
    "echarts.esm.min.js": "echarts/dist/echarts.esm.min.mjs",
}
# The numerals of the screens: drawn for number plates and road signs, told apart from far away.
FONTS = {"barlow-600.woff2": "@fontsource/barlow/files/barlow-latin-600-normal.woff2"}
# Bare names the import map knows: an import of anything else would fail only in the browser.
BARE_NAMES = {"preact", "preact/hooks", "htm", "htm/preact", "socket.io", "echarts"}

IMPORT = re.compile(r"""\b(?:from|import)\s*["']([^"'\n]+)["']""")
SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def main() -> None:
    """Copy every module and font, then the licences; a missing file or an unknown import stops the set-up."""
    shutil.rmtree(SERVED, ignore_errors=True)
    SERVED.mkdir(parents=True)
    for name, source in MODULES.items():
        text = (INSTALLED / source).read_text(encoding="utf-8")
        unknown = set(IMPORT.findall(text)) - BARE_NAMES
        if unknown:
            sys.exit(f"{source} imports {', '.join(sorted(unknown))}, which no page's import map names")
        # The maps are not served; a browser with its tools open would ask for them in vain.
        (SERVED / name).write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
    for name, source in FONTS.items():
        shutil.copyfile(INSTALLED / source, SERVED / name)
    (SERVED / "LICENSES.txt").write_text(licences(), encoding="utf-8")


def licences() -> str:
    """The licence of each copied library, as its authors ask for when it is handed on."""
    sources = [*MODULES.values(), *FONTS.values()]
    libraries = sorted({"/".join(source.split("/")[: 2 if source.startswith("@") else 1]) for source in sources})
    texts = [(INSTALLED / library / "LICENSE").read_text(encoding="utf-8") for library in libraries]
    return "\n\n".join(
        f"==== {library} ====\n\n{text.strip()}" for library, text in zip(libraries, texts, strict=True)
    ) + "\n"


if __name__ == "__main__":
    main()
