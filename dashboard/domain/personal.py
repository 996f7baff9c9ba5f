"""Personal data as marked types: they show themselves masked, and give the whole value only when asked by name."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from typing import Final

_STAR: Final = "*"
_NO_DIGIT: Final = re.compile(r"[^0-9]")
_NO_PLATE: Final = re.compile(r"[^0-9A-Z一-龥]")
_PLATE: Final = re.compile(r"[一-龥][A-Z][0-9A-Z一-龥]{4,6}")
_MOBILE: Final = re.compile(r"1[0-9]{10}")
_SLIPPED: Final = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}|0[0-9]{2,3}-?[0-9]{7,8}|[0-9]{17}[0-9Xx])(?![0-9])"
)
_CHINA: Final = "86"


def half_width(text: str) -> str:
    """Return the text without blanks around, its full-width digits and letters (１３８) as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


class Personal(ABC):
    """A value that belongs to a person.

    `str`, `repr` and formatting show it masked, so that neither a log line nor a page can leak it by accident; JSON
    encoders refuse it. `reveal` is the only way to the whole value.
    """

    __slots__ = ("_whole",)

    def __init__(self, whole: str) -> None:
        object.__setattr__(self, "_whole", half_width(whole))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} does not change")

    def reveal(self) -> str:
        """Return the whole value, for whoever has the right to it."""
        whole: str = object.__getattribute__(self, "_whole")
        return whole

    @abstractmethod
    def masked(self) -> str:
        """Return what everybody may see."""

    def __str__(self) -> str:
        return self.masked()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.masked()})"

    def __format__(self, spec: str) -> str:
        return format(self.masked(), spec)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.reveal() == self.reveal()

    def __hash__(self) -> int:
        return hash((type(self), self.reveal()))

    def __bool__(self) -> bool:
        return bool(self.reveal())

    def __reduce__(self) -> tuple[type[Personal], tuple[str]]:
        return type(self), (self.reveal(),)


class PersonName(Personal):
    """The name of a person."""

    __slots__ = ()

    def masked(self) -> str:
        """Return the first character and at most two stars: 王* for two characters, 王** for more."""
        whole = self.reveal()
        return whole[:1] + _STAR * min(2, len(whole) - 1) if len(whole) > 1 else _STAR * len(whole)


class Phone(Personal):
    """A telephone number, of whatever country."""

    __slots__ = ()

    def masked(self) -> str:
        """Return 138****5678 for a mobile number of China; of others the last digits, the fewer the shorter it is."""
        whole = self.reveal()
        digits = _NO_DIGIT.sub("", whole)
        if digits.startswith(_CHINA) and _MOBILE.fullmatch(digits[2:]):
            digits = digits[2:]
        if _MOBILE.fullmatch(digits):
            return f"{digits[:3]}****{digits[-4:]}"
        shown = 4 if len(digits) >= 11 else 2 if len(digits) >= 7 else 0
        return f"****{digits[len(digits) - shown :]}" if whole else ""


class Plate(Personal):
    """The number plate of a vehicle."""

    __slots__ = ()

    def masked(self) -> str:
        """Return 浙B·**K21: place and last three; of what is no plate of China only stars and its last two."""
        whole = self.reveal()
        plain = _NO_PLATE.sub("", whole.upper())
        if _PLATE.fullmatch(plain):
            return f"{plain[:2]}·{_STAR * (len(plain) - 5)}{plain[-3:]}"
        return f"****{plain[-2:] if len(plain) >= 6 else ''}" if whole else ""


class IdNumber(Personal):
    """The number of an identity card or of another document."""

    __slots__ = ()

    def masked(self) -> str:
        """Return 330***********123X: the first three and the last four of an identity card, else the last two."""
        plain = re.sub(r"[\s-]", "", self.reveal()).upper()
        if re.fullmatch(r"[0-9]{15}|[0-9]{17}[0-9X]", plain):
            return f"{plain[:3]}{_STAR * (len(plain) - 7)}{plain[-4:]}"
        return f"****{plain[-2:] if len(plain) >= 6 else ''}" if plain else ""


class Photo(Personal):
    """The photo of a person, named by the SHA-256 of its content."""

    __slots__ = ()

    def masked(self) -> str:
        """Return stars: a part of a digest would still say whether two photos are the same."""
        return "****" if self.reveal() else ""


def quotable(cell: str) -> str:
    """Return a cell as a report may quote it: at most 40 characters, phones and identity numbers as stars.

    Somebody's columns may have slipped, and a phone may stand where a code was expected.
    """
    return starred(half_width(cell))[:40]


def starred(text: str) -> str:
    """Return what somebody wrote freely, with the phones and identity numbers in it as stars."""
    return _SLIPPED.sub("****", text)
