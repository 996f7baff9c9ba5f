"""Reads pictures with Pillow and libheif, however they come, and gives back nothing but upright pixels."""

from __future__ import annotations

import io
import logging
import struct
from typing import Final

import pi_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from dashboard.domain.photos.limits import BROKEN, MANY_PIXELS, MOVING, NO_PICTURE, size_problem
from dashboard.domain.photos.records import LONGEST_SIDE_PX, PhotoSize, PreparedPhoto
from dashboard.errors import BadInput
from dashboard.ports.photos import Pictures
from data_sources.photos import exif as metadata

pi_heif.register_heif_opener()

log = logging.getLogger(__name__)

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")
"""GIF only to say what is wrong with it."""
_ANIMATED: Final = ("PNG", "WEBP", "GIF")
"""Formats whose further pictures are an animation; those of phones' JPEG and HEIC are depth, light or a burst."""
_QUALITY: Final = {PhotoSize.SMALL: 78, PhotoSize.MEDIUM: 82, PhotoSize.FULL: 86}
DAMAGED: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    struct.error,
)
"""What Pillow's readers raise at files that are not what they say."""


class PillowPictures(Pictures):
    """Reads JPEG, HEIC, PNG and WebP."""

    def prepare(self, content: bytes) -> PreparedPhoto:
        """Large JPEGs are decoded at a fraction of their size already, so that memory is bounded."""
        try:
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                return _prepared(image)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise BadInput(MANY_PIXELS) from error
        except UnidentifiedImageError as error:
            raise BadInput(NO_PICTURE) from error
        except DAMAGED as error:
            log.info("a picture of %d bytes cannot be read: %r", len(content), error)
            raise BadInput(BROKEN) from error


def _prepared(image: Image.Image) -> PreparedPhoto:
    _require_still_and_small(image)
    exif = image.getexif()
    taken, position = metadata.taken(exif), metadata.position(exif)
    longest = LONGEST_SIDE_PX[PhotoSize.FULL]
    image.draft("RGB", (longest, longest))
    image.load()
    full = _upright(image, longest)
    sizes = {size: _jpeg(_shrunk(full, LONGEST_SIDE_PX[size]), _QUALITY[size]) for size in PhotoSize}
    return PreparedPhoto(full.width, full.height, sizes, taken, position)


def _require_still_and_small(image: Image.Image) -> None:
    problem = size_problem(*image.size)
    if problem is None and image.format in _ANIMATED and getattr(image, "is_animated", False):
        problem = MOVING
    elif problem is None and image.format == "GIF":
        problem = NO_PICTURE
    if problem is not None:
        raise BadInput(problem)


def _upright(image: Image.Image, longest: int) -> Image.Image:
    """The picture as people see it: turned, in sRGB, on white where it is transparent, nothing attached."""
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(_shrunk(_eight_bits(image), longest))
    plain = _in_srgb(turned.convert("RGBA" if _is_transparent(turned) else "RGB"), profile)
    bare = Image.new("RGB", plain.size, "white")
    bare.paste(plain, mask=plain.getchannel("A") if plain.mode == "RGBA" else None)
    return bare


def _shrunk(image: Image.Image, longest: int) -> Image.Image:
    """A picture of its own, without a copy of the large one on the way."""
    if max(image.size) <= longest:
        return image
    coloured = image.convert("RGBA") if image.mode in ("P", "PA") else image
    width, height = (max(1, round(side * longest / max(image.size))) for side in image.size)
    return coloured.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 bits has to be scaled; what has colours Pillow reads with 8 bits already."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _is_transparent(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Phones photograph in wider colours; a profile that cannot be used leaves the colours as they are."""
    if not profile or image.mode != "RGB":
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB")) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _jpeg(image: Image.Image, quality: int) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()
