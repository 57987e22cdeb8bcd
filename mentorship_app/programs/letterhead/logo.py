"""A logo as it was uploaded, drawn anew: what is kept is the picture and nothing that travelled with it."""

import io
import warnings

from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 4000
"""Either way; a small file can hold a picture that fills the memory."""
KEPT_WIDTH = 800
_KEPT_HEIGHT = 800
_FORMATS = ("PNG", "JPEG")


def cleaned_logo(content: bytes) -> bytes:
    """``content`` (PNG or JPEG) as a PNG of at most 800 by 800 pixels, without a word of what else the file said.

    The same picture gives the same bytes. Raises FieldError for anything else, before it is unpacked.
    """
    # Only who uploads a logo loads it.
    from PIL import Image, ImageFile, ImageOps  # noqa: PLC0415

    if len(content) > MOST_BYTES:
        raise FieldError("logo", N_("The file is larger than 1 MB. Choose a smaller one."))
    # The library that draws PDFs lets half pictures pass, for the whole process that it is loaded in.
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                if max(opened.size) > MOST_PIXELS:
                    raise FieldError(
                        "logo",
                        N_("The picture is larger than %(most)s pixels. Choose a smaller one."),
                        most=MOST_PIXELS,
                    )
                picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        if isinstance(error, FieldError):
            raise
        raise FieldError("logo", N_("This is no PNG or JPEG picture that can be read.")) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    picture.thumbnail((KEPT_WIDTH, _KEPT_HEIGHT))
    # A new picture, so that no chunk of the old file comes along.
    kept = Image.new("RGBA", picture.size)
    kept.paste(picture)
    sink = io.BytesIO()
    kept.save(sink, "PNG", optimize=True)
    return sink.getvalue()
