"""Addresses of the page of the roster: which squad, which week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlencode

PATH = "/roster"


class RosterView(NamedTuple):
    """What an address asks for: a squad by its code and a day of the week; empty and None leave it to the page."""

    squad: str = ""
    day: date | None = None


class PlanTab(StrEnum):
    """The parts of the page; the values are those of its address."""

    WEEK = "week"
    SHIFTS = "shifts"
    NEEDS = "needs"


class PlanView(NamedTuple):
    """What an address asks for beyond the week: the part, and which squad and shift (codes) its form is of."""

    tab: PlanTab = PlanTab.WEEK
    squad: str = ""
    shift: str = ""


def plan_from_address(asked: Mapping[str, object]) -> PlanView:
    """Return what a link says; an odd part is passed over."""
    tab = next((each for each in PlanTab if each.value == asked.get("tab")), PlanTab.WEEK)
    return PlanView(tab, str(asked.get("squad") or "")[:80], str(asked.get("shift") or "")[:80])


def link_to_plan(tab: PlanTab, *, squad: str = "", shift: str = "") -> str:
    """Return the address of a part."""
    said = {"tab": "" if tab is PlanTab.WEEK else tab.value, "squad": squad, "shift": shift}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{PATH}?{query}" if query else PATH


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
