"""What comes from a phone after the case has moved on: whose it was, what became of it, what of it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from dashboard.domain.cases.commands import Move
from dashboard.domain.cases.demands import away_m
from dashboard.domain.cases.entries import done_earlier
from dashboard.domain.cases.records import Case, CaseEntry, EntryKind
from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.cases.states import STATE_LABELS, CaseState
from dashboard.domain.rights import Actor
from dashboard.domain.text import Text

LATE: Final = "late"
"""The word of such an entry."""
_UNITS: Final = ("squad", "second_squad")
_PEOPLE: Final = ("assignee", "checker")


class Late(NamedTuple):
    """What became of the case that a move came too late for, and how many pictures of the move are on it now.

    `case` is None for who does not see it any more.
    """

    case: Case | None
    told: Text
    photos: int


def had_it(entries: Iterable[CaseEntry], actor: Actor) -> bool:
    """Return whether the case was the actor's at some time: taken, checked, or sent to the person or the squad."""
    return any(_names(entry, actor) for entry in entries)


def _names(entry: CaseEntry, actor: Actor) -> bool:
    if entry.kind is EntryKind.STEP and entry.actor == actor.name:
        return True
    told = entry.data
    named = actor.person is not None and actor.person in [told.get(part) for part in _PEOPLE]
    return named or (actor.squad is not None and actor.squad in [told.get(part) for part in _UNITS])


def says_something(move: Move) -> bool:
    """Return whether there is anything in a move that is worth keeping: words, pictures, where somebody stood."""
    return bool(move.reason.strip() or move.photos or move.lon is not None)


def late_entry(case: Case, move: Move, actor: Actor, at_us: int, command: str) -> CaseEntry:
    """Return the entry that keeps it; `command` is the digest by which the same command is known again."""
    away = away_m(case, move)
    proof = {
        "lon": move.lon,
        "lat": move.lat,
        "accuracy_m": move.accuracy_m,
        "away_m": None if away is None else round(away, 1),
        "outcome": None if move.outcome is None else move.outcome.value,
    }
    data: dict[str, Any] = {"action": move.action.value, "command": command}
    data |= {name: value for name, value in proof.items() if value is not None} | done_earlier(move, at_us)
    if move.photos:
        data["photos"] = [[shot.digest, shot.role.value] for shot in move.photos]
    return CaseEntry(case.case_key, at_us, EntryKind.COMMENT, LATE, actor.name, move.reason.strip(), data)


def late_words(case: Case, into: str, names: CaseNames, actor: Actor, move: Move) -> Text:
    """Return what became of the case and of what was sent; `into` is the number of the case it was merged into."""
    became, kept = _became(case, into, names, actor), _kept(len(move.photos), has_words=bool(move.reason.strip()))
    return became if kept is None else Text(f"{became.zh}，{kept.zh}", f"{became.en}; {kept.en}")


def _kept(photos: int, *, has_words: bool) -> Text | None:
    if photos == 0:
        return Text("你的说明已附上", "your words are attached") if has_words else None
    words = Text("和说明", " and your words") if has_words else Text("", "")
    pictures = "your picture" if photos == 1 else f"your {photos} pictures"
    verb = "is" if photos == 1 and not has_words else "are"
    return Text(f"你的 {photos} 张照片{words.zh}已附上", f"{pictures}{words.en} {verb} attached")


def _became(case: Case, into: str, names: CaseNames, actor: Actor) -> Text:
    units, state = case.units, STATE_LABELS[case.state]
    if case.merged_into is not None:
        return Text(f"已并入 #{into}", f"merged into #{into}")
    if case.state is CaseState.TO_DISPATCH:
        return Text("已退回派遣", "back to dispatch")
    is_others = units.assignee is not None and units.assignee != actor.person
    if not case.ended and is_others and actor.squad in (units.squad, units.second_squad):
        person = names.person(units.assignee or "")
        return Text(f"已由{person} 办理", f"{person} has it")
    if not case.ended and (is_others or units.squad not in (None, actor.squad) or units.department is not None):
        return Text(f"已改派{names.unit(units)}", f"sent to {names.unit(units)}")
    return Text(f"案件现为“{state.zh}”", f"the case is “{state.en}” now")
