"""A clerk's photo as somebody sent it, made into one that is safe to show."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from hall.errors import PhotoRefused

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""What a telephone's camera makes; a small file can unpack to far more and fill the memory."""
SIDE = 512
QUALITY = 85


def reencoded(sent: bytes) -> bytes:
    """The same picture as a square JPEG of at most 512 px, upright, without anything the camera noted beside it.

    Raises PhotoRefused for what is larger than 5 MB or is no JPEG or PNG.
    """
    if len(sent) > MOST_BYTES:
        raise PhotoRefused()
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(sent), formats=("JPEG", "PNG")) as picture:
            # Of what is odd in a picture nobody wants to read in the log; it is made anew.
            warnings.simplefilter("ignore")
            if picture.width * picture.height > MOST_PIXELS:
                raise PhotoRefused()
            # A JPEG is then unpacked no larger than needed.
            picture.draft("RGB", (SIDE, SIDE))
            return _written(ImageOps.exif_transpose(picture))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise PhotoRefused() from error


def _written(picture: Image.Image) -> bytes:
    side = min(SIDE, *picture.size)
    square = ImageOps.fit(_on_white(picture), (side, side), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    page = io.BytesIO()
    # Pasted into a new picture: nothing of the old one's notes can come along.
    clean = Image.new("RGB", square.size)
    clean.paste(square)
    clean.save(page, "JPEG", quality=QUALITY, optimize=True)
    return page.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")
