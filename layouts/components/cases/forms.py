"""The form of an action: what it needs, what it will do, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.demands import WITH_REASON, Lack
from dashboard.domain.cases.differences import Clash
from dashboard.domain.cases.records import APPROVAL_LABELS, FLAG_LABELS, REASON_LENGTH, Approval, Case, Flag
from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.cases.states import ACTION_LABELS, STATE_LABELS, Action, CaseState
from dashboard.domain.catalogue.records import Category, Standard
from dashboard.domain.people.records import Department, Squad
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.case_ids import CaseCandidates
from layouts.components.authors import author_name
from layouts.components.cases.photos import ROLE_OF, upload_field
from layouts.formatting import NONE, clock, day_and_time, local, weekday
from layouts.ids import CaseForm
from layouts.texts.cases import ACTION_WORDS, PARTS, STEP_WORDS, Form
from layouts.viewer import Viewer

LONGEST_SUSPENSION_DAYS: Final = 90
_UNITS: Final = ("squad", "second_squad", "department", "assignee")
_NEEDS: Final[Mapping[Action, tuple[str, ...]]] = {
    Action.DISPATCH: _UNITS,
    Action.FILE: ("filing",),
    Action.SUSPEND: ("until",),
}
"""The fields of an action beside the reason."""
_SENDS: Final = frozenset(
    {
        (CaseState.REPORTED, Action.VERIFY),
        (CaseState.FEEDBACK, Action.CHECK),
        (CaseState.TO_CLOSE, Action.CHECK),
    }
)
"""Where somebody is sent to look."""
_MUST: Final = WITH_REASON | {Action.ARRIVE, Action.COMMENT}
"""Whose reason is not left empty, as far as a desk knows."""
Choices = list[dict[str, str]]


def fields_of(case: Case, action: Action) -> tuple[str, ...]:
    """Return the fields that the form of an action shows beside the reason."""
    if (case.state, action) in _SENDS:
        return ("checker",)
    if action is Action.MERGE:
        return () if case.merged_into is not None else ("into",)
    return _NEEDS.get(action, ())


def action_word(viewer: Viewer, state: CaseState, action: Action) -> str:
    """Return what the button of an action says where the case stands."""
    return viewer.say(ACTION_WORDS.get((state, action), ACTION_LABELS[action]))


def action_form(
    viewer: Viewer,
    case: Case,
    action: Action,
    choices: Mapping[str, Choices],
    told: Sequence[Text],
    seen: Mapping[str, Any],
    today: date,
) -> list[Component]:
    """Return the form; `choices` are the options by field, `told` what it will do, `seen` what it was opened on."""
    shown, word = fields_of(case, action), action_word(viewer, case.state, action)
    undo = action is Action.MERGE and case.merged_into is not None
    word = viewer.say(Form.UNDO_MERGE) if undo else word
    consequence = html.Ul([html.Li(viewer.say(each)) for each in told], className="form-told")
    fields = [
        *(_choice(viewer, name, choices.get(name, []), shown) for name in (*_UNITS, "checker", "filing")),
        _until(viewer, today, "until" in shown),
        _field("into", viewer.say(PARTS["into"]), _into(viewer), "into" in shown),
        _field("reason", _reason_label(viewer, action), _reason(viewer, action), True),
        *_photos(viewer, case, action),
    ]
    return [
        dcc.Store(id=CaseForm.SEEN, data=dict(seen)),
        dcc.Store(id=CaseForm.PHOTOS, data=[]),
        html.H3(word),
        *([consequence] if told else []),
        dcc.Store(id=CaseCandidates.ASKED, data={"key": case.case_key, "action": action.value}),
        html.Div(id=CaseForm.SIMILAR, className="report-same", hidden=action is not Action.MERGE or undo),
        html.Div(id=CaseCandidates.LIST, className="case-candidates", hidden=action is not Action.DISPATCH),
        html.Div(fields, className="case-fields"),
        html.Div(id=CaseForm.SAID, className="form-said", role="alert"),
        html.Div(
            [
                html.Button(viewer.say(Form.CANCEL), className="btn", **attributes({"data-case-cancel": ""})),
                html.Button(viewer.say(Form.DO).format(word), id=CaseForm.SEND, className="btn primary"),
            ],
            className="form-buttons",
        ),
    ]


def _photos(viewer: Viewer, case: Case, action: Action) -> list[Component]:
    """Pictures belong to what is seen on the spot, not to sending somebody there."""
    role = None if (case.state, action) in _SENDS else ROLE_OF.get(action)
    if role is None:
        return []
    field = upload_field(viewer, CaseForm.PHOTOS, role, case.case_key)
    return [_field("photos", viewer.say(PARTS["photos"]), field, True)]


def _field(name: str, label: str, field: Component, shown: bool) -> Component:
    return html.Div(
        [html.Label(label), field], className="case-field", hidden=not shown, **attributes({"data-part": name})
    )


def _choice(viewer: Viewer, name: str, options: Choices, shown: Sequence[str]) -> Component:
    chosen = options[0]["value"] if name == "filing" and options else None
    field = dcc.Dropdown(
        options,
        chosen,
        id=CaseForm[name.upper()],
        placeholder=viewer.say(Form.CHOOSE),
        clearable=name != "filing",
        maxHeight=280,
    )
    return _field(name, viewer.say(PARTS[name]), field, name in shown)


def _until(viewer: Viewer, today: date, shown: bool) -> Component:
    days = [today + timedelta(days=number) for number in range(1, LONGEST_SUSPENSION_DAYS + 1)]
    options = [{"label": f"{day:%m-%d} {weekday(viewer, day)}", "value": day.isoformat()} for day in days]
    field = dcc.Dropdown(options, None, id=CaseForm.UNTIL, placeholder=viewer.say(Form.CHOOSE_DAY), maxHeight=280)
    return _field("until", viewer.say(PARTS["until"]), field, shown)


def _into(viewer: Viewer) -> Component:
    return dcc.Input(
        id=CaseForm.INTO,
        type="text",
        maxLength=40,
        className="field",
        autoComplete="off",
        placeholder=viewer.say(Form.INTO_HINT),
    )


def _reason(viewer: Viewer, action: Action) -> Component:
    hint = Form.RESULT_HINT if action is Action.FEEDBACK else Form.REASON_HINT
    return dcc.Textarea(
        id=CaseForm.REASON, maxLength=REASON_LENGTH, rows=3, className="field", placeholder=viewer.say(hint)
    )


def _reason_label(viewer: Viewer, action: Action) -> str:
    if action is Action.FEEDBACK:
        return viewer.say(Form.RESULT)
    if action is Action.COMMENT:
        return viewer.say(Form.REMARK)
    return viewer.say(PARTS["reason"] if action in _MUST else Form.NOTE)


def unit_choices(
    squads: Iterable[Squad], departments: Iterable[Department], members: Iterable[tuple[str, str, str | None]]
) -> dict[str, Choices]:
    """Return the options of squads, departments and people, each person with number and squad."""
    named = {each.code: each.name for each in squads}
    by_squad = [{"label": name, "value": code} for code, name in named.items()]
    people = [
        {
            "label": " · ".join(part for part in (f"{name} {number}", named.get(squad or "", squad)) if part),
            "value": number,
        }
        for number, name, squad in members
    ]
    return {
        "squad": by_squad,
        "second_squad": by_squad,
        "department": [{"label": each.name, "value": each.code} for each in departments],
        "assignee": people,
        "checker": people,
    }


def filing_choices(viewer: Viewer, case: Case, filings: Iterable[tuple[Category, Standard | None]]) -> Choices:
    """Return as what it can be filed, its own category first; a condition tells the standards of one apart."""
    own: Choices = []
    others: Choices = []
    for category, standard in filings:
        condition = standard.condition if standard is not None else ""
        limit = standard.limit.label.in_language(viewer.language) if standard is not None else ""
        label = " · ".join(part for part in (f"{category.code} {category.name}", condition, limit) if part)
        option = {"label": label, "value": f"{category.code}\n{condition}"}
        is_own = category.code == case.category
        if is_own and condition == case.condition:
            own.insert(0, option)
        else:
            (own if is_own else others).append(option)
    return [*own, *others]


def lacking(viewer: Viewer, lacks: Sequence[Lack]) -> list[Component]:
    """Return what is missing, each with the field that it is about, which the browser marks."""
    return [html.P(viewer.say(each.text), **attributes({"data-lacks": each.part})) for each in lacks]


def clash_notice(viewer: Viewer, clash: Clash, names: CaseNames, word: str, *, still: bool) -> list[Component]:
    """Return who did what meanwhile and what differs now; the form keeps what was typed."""
    done = [
        html.Li(
            [
                html.B(
                    author_name(viewer, names.authors, each.actor or "", names.departments) or viewer.say(Form.SYSTEM)
                ),
                html.Span(clock(viewer, each.at_us), className="fig"),
                _deed(viewer, each.what),
                *([html.Q(each.text)] if each.text else []),
            ]
        )
        for each in clash.entries
    ]
    rows = [
        html.Tr(
            [
                html.Th(viewer.say(PARTS[each.part])),
                html.Td(_value(viewer, names, each.part, each.before), className="was"),
                html.Td("→"),
                html.Td(html.B(_value(viewer, names, each.part, each.after))),
            ]
        )
        for each in clash.changes
    ]
    then = viewer.say(Form.STILL if still else Form.NO_MORE).format(word)
    return [
        html.B(viewer.say(Form.FASTER)),
        html.Ul(done, className="clash-deeds"),
        html.Table(html.Tbody(rows), className="clash-parts"),
        html.P(then),
    ]


def _deed(viewer: Viewer, what: str) -> str:
    return viewer.say(STEP_WORDS[Action(what)]) if what in set(Action) else what


def _value(viewer: Viewer, names: CaseNames, part: str, value: str | int | None) -> str:
    if value is None or value == "":
        return viewer.say(Form.NOTHING)
    teller = _TELLERS.get(part)
    return teller(viewer, names, value) if teller is not None else str(value)


def _state(viewer: Viewer, _names: CaseNames, value: str | int) -> str:
    return viewer.say(STATE_LABELS[CaseState(value)]) if value in set(CaseState) else str(value)


def _approval(viewer: Viewer, _names: CaseNames, value: str | int) -> str:
    return viewer.say(APPROVAL_LABELS[Approval(value)]) if value in set(Approval) else str(value)


def _flags(viewer: Viewer, _names: CaseNames, value: str | int) -> str:
    return "、".join(viewer.say(FLAG_LABELS[Flag(each)]) for each in str(value).split() if each in set(Flag)) or NONE


def _moment(viewer: Viewer, _names: CaseNames, value: str | int) -> str:
    return day_and_time(viewer, value) if isinstance(value, int) and abs(value) < 2**60 else str(value)


_TELLERS: Final[Mapping[str, Callable[[Viewer, CaseNames, str | int], str]]] = {
    "state": _state,
    "pending": _approval,
    "flags": _flags,
    "due_us": _moment,
    "squad": lambda _viewer, names, value: names.squads.get(str(value), str(value)),
    "second_squad": lambda _viewer, names, value: names.squads.get(str(value), str(value)),
    "department": lambda _viewer, names, value: names.departments.get(str(value), str(value)),
    "assignee": lambda _viewer, names, value: names.person(str(value)),
    "checker": lambda _viewer, names, value: names.person(str(value)),
}


def today_of(viewer: Viewer, now_us: int) -> date:
    """Return the day of the city."""
    return local(viewer, now_us).date()
