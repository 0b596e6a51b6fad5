"""A photo is shown as a small square of our own making, whatever was sent."""

import io

import pytest
from PIL import Image

from hall.errors import PhotoRefused
from manager.photo import MOST_BYTES, SIDE, reencoded

ORIENTATION = 0x0112


def picture(width: int, height: int, kind: str = "JPEG", mode: str = "RGB", **more: object) -> bytes:
    page = io.BytesIO()
    Image.new(mode, (width, height), "red" if mode != "RGBA" else (0, 0, 0, 0)).save(page, kind, **more)
    return page.getvalue()


def shown(sent: bytes) -> Image.Image:
    made = Image.open(io.BytesIO(reencoded(sent)))
    made.load()
    assert made.format == "JPEG"
    return made


@pytest.mark.parametrize(("size", "side"), [((2000, 1000), SIDE), ((300, 200), 200), ((1, 1), 1)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_it_becomes_a_square_of_at_most_512(size: tuple[int, int], side: int, kind: str) -> None:
    assert shown(picture(*size, kind)).size == (side, side)


def test_what_the_camera_noted_is_gone_and_the_head_is_up() -> None:
    notes = Image.Exif()
    notes[ORIENTATION] = 6
    notes[0x010F] = "maker of the camera"
    sent = Image.new("RGB", (400, 200), "blue")
    sent.paste("red", (0, 0, 200, 200))
    page = io.BytesIO()
    sent.save(page, "JPEG", exif=notes, comment=b"a secret comment")
    made = reencoded(page.getvalue())
    assert b"maker" not in made
    assert b"secret" not in made
    upright = Image.open(io.BytesIO(made))
    assert not upright.getexif()
    top: tuple[int, int, int] = upright.getpixel((100, 10))  # type: ignore[assignment]
    assert top[0] > top[2]


def test_what_was_transparent_is_white() -> None:
    corner = shown(picture(100, 100, "PNG", "RGBA")).getpixel((50, 50))
    assert corner == (255, 255, 255)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"no picture",
        picture(10, 10)[:200],
        picture(10, 10, "GIF"),
        picture(10, 10) + b"\0" * MOST_BYTES,
        picture(9000, 9000, "PNG", "1"),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    ],
    ids=["empty", "text", "cut off", "gif", "too large", "bomb", "svg"],
)
def test_what_is_no_fit_photo_is_refused(sent: bytes) -> None:
    with pytest.raises(PhotoRefused):
        reencoded(sent)
