"""Images are drawn anew: what else a file carried (place, camera, a second file behind it) is gone."""

import warnings
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from jisr.documents.refusals import FileRefused
from jisr.documents.states import Format

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 16_000
_NAMES = {Format.PNG: "PNG", Format.JPEG: "JPEG", Format.WEBP: "WEBP"}
_MODES = {Format.JPEG: ("RGB", "L"), Format.WEBP: ("RGB", "RGBA"), Format.PNG: ("RGB", "RGBA", "L", "LA", "P", "1")}
_OPTIONS: dict[Format, dict[str, object]] = {
    Format.PNG: {"optimize": False},
    Format.JPEG: {"quality": 90},
    Format.WEBP: {"quality": 90},
}


def redrawn(file: BinaryIO, found: Format) -> bytes:
    """The same picture in the same format, upright and without anything but its pixels.

    Raises ``FileRefused`` for too many pixels (before they are unpacked) and for a damaged image.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            with Image.open(file, formats=[_NAMES[found]]) as image:
                _refuse_bomb(image)
                ImageOps.exif_transpose(image, in_place=True)  # a copy of a large photo costs 200 MB
                return _saved(image, found)
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise FileRefused(_("This image is damaged. Please save it again and upload it anew."), why="broken") from error


def _refuse_bomb(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise _too_large()


def _saved(image: Image.Image, found: Format) -> bytes:
    if image.mode not in _MODES[found]:
        image = image.convert("RGBA" if image.has_transparency_data and found != Format.JPEG else "RGB")
    # Pillow would write comments, colour profiles and Exif that it finds here.
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    target = BytesIO()
    image.save(target, format=_NAMES[found], exif=b"", **_OPTIONS[found])
    return target.getvalue()


def _too_large() -> FileRefused:
    return FileRefused(
        _("This image has too many pixels. Please upload it in a smaller size, at most 50 megapixels."), why="bomb"
    )
