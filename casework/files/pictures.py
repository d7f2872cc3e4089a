"""Writes pictures anew: the right way up, of reasonable size, without what a camera notes of place and person."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from casework.files.limits import PIXELS, BadFile
from casework.files.office import damaged

FORMATS = {".png": "PNG", ".jpg": "JPEG"}
KEPT = ("icc_profile", "transparency")  # what colours mean; everything else said of a picture is left out
QUALITY = 85
_one_at_a_time = Lock()  # an open picture takes up to 320 MB; more of them would starve the others


def anew(content: bytes, suffix: str) -> bytes:
    """Return the picture written anew; raises BadFile for one too large to open, which is found by its head alone."""
    try:
        with (
            _one_at_a_time,
            _whole_only(),
            Image.open(BytesIO(content), formats=[FORMATS[suffix]]) as picture,
        ):
            if picture.width * picture.height > PIXELS:
                raise _too_many_pixels()
            return _written(ImageOps.exif_transpose(picture), suffix)
    except BadFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except Exception as broken:  # whatever a spoilt picture makes of its reader, it is spoilt
        raise damaged() from broken


@contextmanager
def _whole_only() -> Iterator[None]:
    """Refuse cut pictures whatever others in this process allow: the maker of PDFs, once loaded, opens them."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _written(picture: Image.Image, suffix: str) -> bytes:
    picture.info = {name: value for name, value in picture.info.items() if name in KEPT}
    out = BytesIO()
    how = {"quality": QUALITY} if suffix == ".jpg" else {}
    picture.save(out, FORMATS[suffix], **how)
    return out.getvalue()


def _too_many_pixels() -> BadFile:
    text = _("This picture has more than %(limit)s million points. Make it smaller and choose it again.")
    return BadFile(text % {"limit": PIXELS // 1_000_000})
