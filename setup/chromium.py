"""Finds the browser of the tests, installing it from Debian's packages where that is allowed.

    python setup/chromium.py    prints its path, or one line saying what to install
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# fontconfig tells whether there is a font with Chinese characters; without one every page is boxes.
PACKAGES = ("chromium", "fonts-noto-cjk", "fontconfig")


def chromium() -> str | None:
    """The browser named by CHROMIUM, else the first on PATH, else None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None)


def draws_chinese() -> bool:
    """Whether a font with Chinese characters is installed."""
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(["fc-list", ":lang=zh-cn", "file"], capture_output=True, text=True, check=False)
    return bool(fonts.stdout.strip())


def install() -> None:
    """Install browser and fonts from Debian's packages."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=True, stdout=sys.stderr)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES],
        env=quiet,
        check=True,
        stdout=sys.stderr,
    )


def main() -> None:
    """Print the browser's path; stop with one line if it cannot be had."""
    if os.environ.get("CHROMIUM") and chromium() is None:
        sys.exit(f"CHROMIUM={os.environ['CHROMIUM']} is no program that can be started.")
    if chromium() is None or not draws_chinese():
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            sys.exit(
                "The browser tests need Chromium with a Chinese font: install chromium, fonts-noto-cjk, fontconfig "
                "(as root: apt-get install chromium fonts-noto-cjk fontconfig), or set CHROMIUM to its path."
            )
        install()
    print(chromium())


if __name__ == "__main__":
    main()
