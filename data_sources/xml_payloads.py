"""XML as devices send it, read without what XML can do to its reader, and in the encodings that devices write."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from dashboard.errors import UnreadablePayload

MAX_XML_BYTES: Final = 1024 * 1024

# Bounded: a body of nothing but beginnings of declarations would be searched for minutes.
_DECLARATION: Final = re.compile(r"<\?xml[^>]{0,200}\?>")
_DECLARED_GB: Final = re.compile(
    rb"""<\?xml[^>]{0,100}encoding\s{0,9}=\s{0,9}["'](?:gb2312|gbk|gb18030)["']""", re.IGNORECASE
)
_AROUND: Final = b"\0 \t\r\n\xef\xbb\xbf"
"""What devices leave before and behind the body: a byte order mark, line ends, trailing NULs."""


def bare(payload: bytes) -> bytes:
    """Return the payload without what devices leave around it. Raises UnreadablePayload (`too_large`) above 1 MB."""
    if len(payload) > MAX_XML_BYTES:
        raise UnreadablePayload("too_large", f"{len(payload)} bytes; the limit is {MAX_XML_BYTES}")
    return payload.strip(_AROUND)


def parse_xml(payload: bytes) -> Element:
    """Return the root of an XML document in UTF-8 or GB18030, whatever its declaration says.

    Raises UnreadablePayload: `too_large` above 1 MB, `bad_shape` for what is no XML, and for a document type or
    entities, which no device needs and which can grow without end.
    """
    try:
        return fromstring(_text(bare(payload)), forbid_dtd=True)
    except ParseError as error:
        raise UnreadablePayload("bad_shape", f"not XML: {error}") from error
    except DefusedXmlException as error:
        raise UnreadablePayload("bad_shape", "XML with a document type or entities is not read") from error


def without_namespaces(root: Element) -> Element:
    """Return the same tree with local names only: makers change their namespaces from one firmware to the next."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def word_of(parent: Element, path: str) -> str | None:
    """Return the text at `path`, or None when there is none or it is blank."""
    return (parent.findtext(path) or "").strip() or None


def _text(body: bytes) -> str:
    """The body as text. The parser knows none of the Chinese encodings reliably, so it never gets to see bytes."""
    encodings = ("gb18030", "utf-8") if _DECLARED_GB.match(body) else ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        declaration = _DECLARATION.match(text)
        return text[declaration.end() :] if declaration else text
    raise UnreadablePayload("bad_shape", "a text neither in GB18030 nor in UTF-8")
