"""Texts in the form that SQLite and PostgreSQL both store."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Dialect, String

_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """Return the text with U+FFFD for NUL, which PostgreSQL refuses, and for halves of surrogate pairs (no UTF-8)."""
    return text if text.isascii() and "\0" not in text else _UNSTORABLE.sub("\ufffd", text)


class StorableString(String):
    """What String and Text columns, and texts that are compared with them, are bound as."""

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Make the text storable; what is no text passes as it is."""
        further = super().bind_processor(dialect)

        def bind(value: Any) -> Any:
            text = storable(value) if type(value) is str else value
            return further(text) if further else text

        return bind


class CastStorableString(StorableString):
    """The same for PostgreSQL, which is told the type of each parameter."""

    render_bind_cast = True


def bind_storable(dialect: Dialect) -> None:
    """Let every text that SQLAlchemy binds for this dialect be storable, so that one odd byte costs no batch."""
    bound = CastStorableString if dialect.name == "postgresql" else StorableString
    dialect.colspecs = {**dialect.colspecs, String: bound}
