"""What Open311 answers, as JSON and as XML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final
from xml.etree import ElementTree as ET

from fastapi import Response

from api.json_response import json_response

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot say."""


class Format(StrEnum):
    """The end of an address says it."""

    JSON = "json"
    XML = "xml"


class Kind(StrEnum):
    """What a list holds: the element around, and that of each."""

    SERVICES = "services"
    REQUESTS = "service_requests"
    ERRORS = "errors"


_EACH: Final = {Kind.SERVICES: "service", Kind.REQUESTS: "request", Kind.ERRORS: "error"}


def answer(kind: Kind, items: Sequence[Mapping[str, Any]], form: Format, status: int = 200) -> Response:
    """Return the list in a format."""
    if form is Format.JSON:
        return json_response(list(items), status, Cache_Control="no-store")
    root = ET.Element(kind.value)
    for item in items:
        element = ET.SubElement(root, _EACH[kind])
        for name, value in item.items():
            ET.SubElement(element, name).text = _text(value)
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    headers = {"Cache-Control": "no-store"}
    return Response(content, status, headers, media_type="text/xml; charset=utf-8")


def error(status: int, description: str, form: Format) -> Response:
    """Return what is wrong, as the standard tells it."""
    return answer(Kind.ERRORS, [{"code": status, "description": description}], form, status)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return _FORBIDDEN.sub("", str(value))
