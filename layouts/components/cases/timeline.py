"""The one timeline of a case: what was seen, said, decided and proved, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.clocks import Lamp
from dashboard.domain.cases.late import LATE
from dashboard.domain.cases.photo_roles import ROLE_LABELS, PhotoRole
from dashboard.domain.cases.records import APPROVAL_LABELS, Approval, Case, CaseEntry, EntryKind
from dashboard.domain.cases.sheets import CaseFile
from dashboard.domain.cases.states import (
    ACTION_LABELS,
    OUTCOME_LABELS,
    SOURCE_LABELS,
    STATE_LABELS,
    Action,
    CaseState,
    Outcome,
    Source,
)
from dashboard.domain.cases.warnings import OVERDUE
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.authors import author_words
from layouts.components.cases.discovered import DISCOVERED, discovered
from layouts.components.cases.lamps import LAMP_STATES
from layouts.components.cases.list import short_number
from layouts.formatting import clock, day_and_time, full_time, local, number, since, weekday
from layouts.texts.cases import ENTRY_LABELS, STEP_WORDS, Entry
from layouts.viewer import Viewer

QUEUED: Final = "queue"
"""What the rules of dispatch leave to people."""
HANDED_OVER: Final = "hand_over"
"""What a case gets whose squad was merged."""
_DISPATCHED: Final[Mapping[str, Text]] = {QUEUED: Entry.QUEUED, HANDED_OVER: Entry.HANDED_OVER}
_PAUSED: Final = CaseState.HUNG.value
_FOLDED_AFTER: Final = 140
"""Characters of a text that are shown before it is folded."""


class _Told(NamedTuple):
    """An entry and what is needed to tell it."""

    viewer: Viewer
    entry: CaseEntry
    file: CaseFile

    def say(self, text: Any, *values: object) -> str:
        """A text with its values."""
        return self.viewer.say(text).format(*values)


def timeline(viewer: Viewer, file: CaseFile) -> list[Component]:
    """Return the entries by day; the first and the only day has no heading when it is today."""
    today = local(viewer, file.now_us).date()
    paused = dict(_pauses(file.entries))
    days = []
    for day, entries in groupby(enumerate(file.entries), key=lambda pair: local(viewer, pair[1].at_us).date()):
        rows = [_row(_Told(viewer, entry, file), paused[place]) for place, entry in entries]
        name = viewer.say(Entry.TODAY) if day == today else f"{day:%m-%d} {weekday(viewer, day)}"
        days += [html.Li(html.Span(name, className="fig"), className="tl-day"), *rows]
    if len(days) and local(viewer, file.entries[0].at_us).date() == today:
        days = days[1:]
    return [html.Ol(days, className="tl"), *_clip_button(viewer, file.case)]


def _clip_button(viewer: Viewer, case: Case) -> list[Component]:
    """What fetches the film of what a camera saw; the recorder is asked only then."""
    if case.origin.camera_event_key is None and case.origin.source not in _SEEN_BY_CAMERAS:
        return []
    told = {"data-case-clip": str(case.case_key), "data-waiting": viewer.say(Entry.CLIP_WAITING)}
    button = html.Button(viewer.say(Entry.FETCH_CLIP), type="button", className="btn", **attributes(told))
    return [html.Div([button, html.Span(role="status", className="quiet")], className="tl-clip-bar")]


def _pauses(entries: Sequence[CaseEntry]) -> Iterator[tuple[int, bool]]:
    """Whether the clocks stand still after each entry."""
    is_paused = False
    for place, entry in enumerate(entries):
        is_paused = entry.data.get("to") == _PAUSED if "to" in entry.data else is_paused
        yield place, is_paused


def _row(told: _Told, is_paused: bool) -> Component:
    viewer, entry = told.viewer, told.entry
    words, scenes = _told_words(told)
    text = [_text(entry.text)] if entry.text else []
    body = [html.Div(words, className="tl-head"), *text, *scenes, *_merged(told), *_pictures(told), *_clip(told)]
    when = html.Div(
        [
            html.Time(clock(viewer, entry.at_us), className="fig", title=full_time(viewer, entry.at_us)),
            since(entry.at_us),
        ],
        className="tl-when",
    )
    names = told.file.names
    who = author_words(viewer, names.authors, entry.actor or "", names.departments)
    author = html.Span(who or [_witness(entry) or told.say(Entry.SYSTEM)], className="tl-who", title=entry.actor or "")
    node = html.Span(
        className="tl-node",
        title=told.say(ENTRY_LABELS[entry.kind]),
        **attributes({"data-icon": icon_of(entry), "data-state": _state(entry)}),
    )
    return html.Li(
        [when, node, html.Div(body, className="tl-what"), author],
        className="tl-entry is-paused" if is_paused else "tl-entry",
        **attributes(
            {"data-entry": f"{entry.kind.value}-{entry.at_us}-{entry.entry_key}", "data-kind": entry.kind.value}
        ),
    )


def _told_words(told: _Told) -> tuple[list[Component], Sequence[Component]]:
    """The head of an entry, and what is shown below it."""
    if told.entry.kind not in DISCOVERED:
        return [html.B(_words(told)), *_facts(told)], ()
    found = discovered(told.viewer, told.entry)
    return [html.B(found.title), *(html.Span(fact, className="tl-fact") for fact in found.facts)], found.drawn


def _witness(entry: CaseEntry) -> str:
    """What saw it, where that was a device."""
    seen_by = entry.data.get("asset_id") or entry.data.get("camera") if entry.kind in DISCOVERED else None
    return str(seen_by or "")


def _state(entry: CaseEntry) -> str:
    """How bad it was, for the colour of the node; empty where that is not the question."""
    if entry.kind is EntryKind.ALARM:
        return "normal" if entry.what == "cleared" else str(entry.data.get("severity") or "")
    lamp = entry.data.get("lamp") if entry.kind is EntryKind.CLOCK else None
    return LAMP_STATES[Lamp(lamp)].value if isinstance(lamp, str) and lamp in set(Lamp) else ""


def icon_of(entry: CaseEntry) -> str:
    """Return the name of the node's glyph: steps have one by what was done, the others by their kind."""
    return entry.what if entry.kind is EntryKind.STEP else entry.kind.value


def _words(told: _Told) -> str:
    entry = told.entry
    if entry.what == "report":
        source = entry.data.get("source")
        label = told.say(SOURCE_LABELS[Source(source)]) if source in set(Source) else ""
        return told.say(Entry.REPORTED, label)
    if entry.kind is EntryKind.APPROVAL:
        return _approval(told)
    if entry.kind is EntryKind.DISPATCH:
        return told.say(_DISPATCHED.get(entry.what, Entry.TO_UNIT), _unit(told))
    if entry.kind is EntryKind.MERGE and entry.data.get("from") == CaseState.VOID.value:
        return told.say(Entry.UNMERGED)
    if entry.what == LATE:
        return told.say(Entry.LATE, told.say(ACTION_LABELS[Action(entry.data["action"])]))
    if entry.kind not in _BY_ACTION:
        label = told.say(ENTRY_LABELS[entry.kind])
        name = entry.data.get("name")
        return f"{label} · {name}" if isinstance(name, str) and name else label
    return told.say(STEP_WORDS[Action(entry.what)] if entry.what in set(Action) else ENTRY_LABELS[entry.kind])


_BY_ACTION: Final = frozenset({EntryKind.STEP, EntryKind.COMMENT, EntryKind.SUPERVISION, EntryKind.MERGE})
_SEEN_BY_CAMERAS: Final = frozenset({Source.AI, Source.VIDEO_SEAT})


def _approval(told: _Told) -> str:
    what = told.entry.data.get("what")
    label = told.say(APPROVAL_LABELS[Approval(what)]) if what in set(Approval) else ""
    return told.say(Entry.REFUSED if told.entry.what == Action.REFUSE else Entry.AGREED, label)


def _unit(told: _Told) -> str:
    data, names = told.entry.data, told.file.names
    squad, department, person = data.get("squad"), data.get("department"), data.get("assignee")
    if squad is not None:
        return names.squads.get(squad, squad)
    if department is not None:
        return names.departments.get(department, department)
    return names.person(person) if person is not None else ""


def _facts(told: _Told) -> Iterator[Component]:
    """What proves the entry and what it changed, in words; what is missing is said."""
    for text in (*_moved(told), *_people(told), *_position(told), *_deadlines(told), *_measured(told)):
        yield html.Span(text, className="tl-fact")


def _moved(told: _Told) -> Iterator[str]:
    if (done_us := told.entry.data.get("done_us")) is not None:
        yield told.say(Entry.DONE_AT, day_and_time(told.viewer, done_us))
    if (outcome := told.entry.data.get("outcome")) in set(Outcome):
        yield told.say(OUTCOME_LABELS[Outcome(outcome)])
    before, after = told.entry.data.get("from"), told.entry.data.get("to")
    if before != after and after in set(CaseState):
        yield f"→ {told.say(STATE_LABELS[CaseState(after)])}"


def _people(told: _Told) -> Iterator[str]:
    data, names = told.entry.data, told.file.names
    if (was := data.get("was")) is not None:
        yield told.say(Entry.WAS_UNIT, names.squads.get(was) or names.departments.get(was) or names.person(was))
    if (why := "、".join(_reasons(told, data.get("why")))) != "":
        yield why
    if (second := data.get("second_squad")) is not None:
        yield told.say(Entry.AND_UNIT, names.squads.get(second, second))
    if (person := data.get("assignee")) is not None and (data.get("squad") or data.get("department")):
        yield told.say(Entry.HANDLER, names.person(person))
    if (had := data.get("was_assignee")) is not None:
        yield told.say(Entry.WAS_HANDLER, names.person(had))
    if (checker := data.get("checker")) is not None:
        yield told.say(Entry.CHECKER, names.person(checker))


def _reasons(told: _Told, why: object) -> Iterator[str]:
    """Why something was done: one reason or several in both languages, or the word that the clock has for it."""
    if why == OVERDUE:
        yield told.say(Entry.OVERDUE)
    elif isinstance(why, Mapping):
        yield told.say(Text(why["zh"], why["en"]))
    elif isinstance(why, list):
        for each in why:
            yield from _reasons(told, each)


def _position(told: _Told) -> Iterator[str]:
    if told.entry.what not in (Action.ARRIVE, LATE):
        return
    away, accuracy = told.entry.data.get("away_m"), told.entry.data.get("accuracy_m")
    if away is None and told.entry.what == LATE:
        return
    if away is None:
        yield told.say(Entry.NO_POSITION)
    elif accuracy is None:
        yield told.say(Entry.AWAY_ONLY, number(away))
    else:
        yield told.say(Entry.AWAY, number(away), number(accuracy))


def _deadlines(told: _Told) -> Iterator[str]:
    data, viewer = told.entry.data, told.viewer
    if (until_us := data.get("until_us")) is not None:
        yield told.say(Entry.UNTIL, day_and_time(viewer, until_us))
    if "due_us" in data:
        due_us = data["due_us"]
        yield told.say(Entry.NO_DUE) if due_us is None else told.say(Entry.DUE, day_and_time(viewer, due_us))
    elif data.get("step_due_us") is not None:
        yield told.say(Entry.STEP_DUE, day_and_time(viewer, data["step_due_us"]))
    if (into := data.get("into")) is not None:
        yield told.say(Entry.INTO, f"#{told.file.numbers.get(into, into)}")


def _measured(told: _Told) -> Iterator[str]:
    """Of alarms, readings, events and automatic decisions: the value with its limit, the rule, how long it took."""
    data: Mapping[str, Any] = told.entry.data
    if told.entry.kind in _BY_ACTION or told.entry.kind is EntryKind.APPROVAL:
        return
    if (rule := data.get("rule")) is not None:
        version = data.get("rule_version")
        yield told.say(Entry.RULE, f"{rule} v{version}" if version is not None else rule)
    if isinstance(took := data.get("took_ms"), int | float):
        yield told.say(Entry.TOOK, number(took / 1000, 1)) if took >= 1000 else told.say(Entry.TOOK_MS, number(took))


def _text(text: str) -> Component:
    """Long ones fold."""
    if len(text) <= _FOLDED_AFTER:
        return html.P(text, className="tl-text")
    return html.Details(
        [html.Summary(f"{text[:_FOLDED_AFTER]}…"), html.P(text, className="tl-text")], className="tl-long"
    )


def _clip(told: _Told) -> list[Component]:
    """A film of a recorder; nothing of it is loaded before somebody plays it."""
    data, viewer, digest = told.entry.data, told.viewer, told.entry.data.get("clip")
    if told.entry.kind is not EntryKind.CLIP or digest is None:
        return []
    span = f"{day_and_time(viewer, data['from_us'])} – {clock(viewer, data['until_us'])}"
    words = told.say(Entry.CLIP, str(data["asset_id"]), span, number(data["size_bytes"] / 1_000_000, 1))
    plays = data["media_type"] in ("video/mp4", "video/webm")
    film = (
        html.Video(src=f"/api/v1/clips/{digest}", controls=True, preload="none", className="tl-clip")
        if plays
        else html.P(told.say(Entry.CLIP_ELSEWHERE), className="tl-text")
    )
    keep = html.A(told.say(Entry.CLIP_SAVE), href=f"/api/v1/clips/{digest}?save=1", className="link")
    return [html.P(words, className="tl-text"), film, keep]


def _merged(told: _Told) -> list[Component]:
    if told.entry.case_key == told.file.case.case_key:
        return []
    case_number = told.file.numbers.get(told.entry.case_key, str(told.entry.case_key))
    return [html.Small(told.say(Entry.MERGED, short_number(case_number)), className="tl-merged")]


def _pictures(told: _Told) -> list[Component]:
    shots = [(digest, role) for digest, role in told.entry.data.get("photos", ()) if role in set(PhotoRole)]
    return [html.Div([_picture(told, *shot) for shot in shots], className="tl-pics")] if shots else []


def _picture(told: _Told, digest: str, role: str) -> Component:
    label = told.say(ROLE_LABELS[PhotoRole(role)])
    plate = html.Figcaption([label, " ", html.Span(clock(told.viewer, told.entry.at_us), className="fig")])
    image = html.Img(src=f"/api/v1/photos/{digest}?size=small", alt=label, **attributes({"data-loading": "lazy"}))
    taken = clock(told.viewer, told.entry.at_us)
    shown = {"data-photo": digest, "data-role": role, "data-label": label, "data-taken": taken}
    return html.Figure(
        [image, plate],
        className="case-pic",
        role="button",
        tabIndex=0,
        **attributes({**shown, "data-missing": told.say(Entry.PHOTO_MISSING)}),
    )
