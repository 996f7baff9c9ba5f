"""Addresses of the page of the roster: which squad, which week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

PATH = "/roster"


class RosterView(NamedTuple):
    """What an address asks for: a squad by its code and a day of the week; empty and None leave it to the page."""

    squad: str = ""
    day: date | None = None


def view_from_address(asked: Mapping[str, object]) -> RosterView:
    """Return what a link says; an odd part is passed over."""
    return RosterView(str(asked.get("squad") or "")[:80], day_from(asked.get("week")))


def link_to(squad: str, day: date | None) -> str:
    """Return the address of a week."""
    said = {"squad": squad, **({"week": day.isoformat()} if day else {})}
    return f"{PATH}?{urlencode(said)}"


def day_from(said: object) -> date | None:
    """Return the day that is written as 2026-11-27; None for anything else, and outside of 2000 to 2100."""
    text = said if isinstance(said, str) else ""
    if len(text) != len("2026-11-27") or not text.replace("-", "").isdecimal() or not text.isascii():
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
