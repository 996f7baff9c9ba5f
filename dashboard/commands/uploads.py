"""Files that a page sends: as a data address, base64."""

from __future__ import annotations

import base64
import binascii

from dashboard.domain.text import Text
from dashboard.errors import BadInput

_NOT_WHOLE = Text("文件没有传完整，请重新选择", "the file did not arrive whole; choose it again")


def read_upload(contents: object) -> bytes:
    """Return the bytes of a file; none when no file was chosen. Raises BadInput for what is no data address."""
    if contents is None or contents == "":
        return b""
    head, comma, body = contents.partition(",") if isinstance(contents, str) else ("", "", "")
    if not comma or not head.startswith("data:") or not head.endswith(";base64"):
        raise BadInput(_NOT_WHOLE)
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadInput(_NOT_WHOLE) from error
