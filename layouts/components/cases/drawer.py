"""The drawer of a case: head, clocks, the one timeline, what now, and what this person may do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.cases.desk import Present
from dashboard.domain.cases.records import APPROVAL_LABELS, FLAG_LABELS, Case
from dashboard.domain.cases.sheets import CaseFile
from dashboard.domain.cases.states import ACTION_LABELS, SOURCE_LABELS, STATE_LABELS, Action, CaseState
from dashboard.domain.cases.timing import worse_lamp
from dashboard.domain.photos.gallery import CasePicture
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.authors import Authors, author_name
from layouts.components.cases.answer_links import link_section
from layouts.components.cases.clocks import clock_head, clock_panel
from layouts.components.cases.lamps import lamp_mark
from layouts.components.cases.photos import gallery
from layouts.components.cases.timeline import timeline
from layouts.formatting import clock, day_and_time
from layouts.ids import CaseDrawer
from layouts.markup import drawn
from layouts.texts.cases import ACTION_WORDS, TURN, CaseSheet
from layouts.viewer import Viewer

Conditions = Sequence[tuple[Text, bool]]
ORDER: Final = (
    Action.APPROVE,
    Action.REFUSE,
    Action.CLOSE,
    Action.FEEDBACK,
    Action.ARRIVE,
    Action.DEPART,
    Action.ACCEPT,
    Action.DISPATCH,
    Action.FILE,
    Action.REGISTER,
    Action.CHECK,
    Action.VERIFY,
    Action.RESUME,
    Action.REWORK,
    Action.REJECT,
    Action.RETURN,
    Action.EXTEND,
    Action.SUSPEND,
    Action.SUPERVISE,
    Action.COMMENT,
    Action.MERGE,
    Action.EXEMPT,
    Action.VOID,
    Action.FORCE_CLOSE,
)
"""What brings a case on its way comes first; what is rare is last."""
SIGN_MS: Final = 10_000
"""How often a browser says that the case is still open there."""
BUTTONS: Final = 3
"""Actions that have a button; the others are in the menu beside them."""


def case_drawer(
    viewer: Viewer,
    file: CaseFile,
    actions: Collection[Action],
    conditions: Conditions,
    pictures: Sequence[CasePicture],
    *,
    has_links: bool = False,
    may_see_clear: bool = False,
) -> list[Component]:
    """The whole drawer; its parts are drawn again when the case moves, the form stays as it is."""
    case = file.case
    return [
        html.Header(id=CaseDrawer.HEAD, className="case-head", **drawn(case_head(viewer, file))),
        html.Div(id=CaseDrawer.PRESENT, className="case-present"),
        html.Div(
            [
                html.Div(id=CaseDrawer.TIMELINE, className="case-line", **drawn(timeline(viewer, file))),
                html.Div(id=CaseDrawer.NOW, className="case-now-slot", **drawn(now_line(viewer, file, conditions))),
                html.Section(
                    id=CaseDrawer.PHOTOS,
                    className="case-photos",
                    **drawn(gallery(viewer, pictures, may_see_clear=may_see_clear)),
                ),
                html.Div(id=CaseDrawer.CLOCKS, **drawn(clock_panel(viewer, file))),
                *([html.Section(link_section(), className="case-links")] if has_links else []),
            ],
            className="case-scroll",
            **attributes({"data-case-scroll": ""}),
        ),
        html.Div(id=CaseDrawer.FORM, className="case-form"),
        html.Footer(
            id=CaseDrawer.ACTIONS, className="case-actions", **drawn(action_bar(viewer, case, actions, conditions))
        ),
        dcc.Store(id=CaseDrawer.SHOWN, data={"key": case.case_key}),
        dcc.Interval(id=CaseDrawer.SIGN, interval=SIGN_MS),
    ]


def case_head(viewer: Viewer, file: CaseFile) -> list[Component]:
    """Category, number, state, flags; place, grid, line and unit; the clocks."""
    case, names = file.case, file.names
    flags = [html.Span(viewer.say(FLAG_LABELS[flag]), className="case-flag") for flag in sorted(case.flags)]
    title = html.H2(
        [
            lamp_mark(viewer, worse_lamp(case, file.now_us)),
            html.Span(case.category_name),
            html.Span(f"#{case.number}", className="fig quiet"),
            html.Span(viewer.say(STATE_LABELS[case.state]), className="tag case-state"),
            *flags,
        ]
    )
    parts: list[Component] = [html.B(case.place.address)] if case.place.address else []
    if case.place.area:
        parts.append(html.Span(viewer.say(CaseSheet.GRID).format(names.area(case.place.area))))
    if case.place.line:
        parts.append(html.Span(viewer.say(CaseSheet.LINE).format(names.area(case.place.line))))
    unit = names.unit(case.units) or viewer.say(CaseSheet.NO_UNIT)
    parts.append(html.Span(viewer.say(CaseSheet.UNIT).format(unit)))
    parts.append(html.Span(viewer.say(SOURCE_LABELS[case.origin.source]), className="quiet"))
    return [
        title,
        html.Div([*parts, *_deeds(viewer, case)], className="case-place"),
        html.Div(clock_head(viewer, file), className="case-clock"),
    ]


def _deeds(viewer: Viewer, case: Case) -> list[Component]:
    spot = {
        "data-case-spot": str(case.case_key),
        "data-lon": f"{case.place.lon:.6f}",
        "data-lat": f"{case.place.lat:.6f}",
        "data-name": case.category_name,
        "data-address": case.place.address,
    }
    share = {"data-share": f"/?case={case.case_key}", "data-shared": viewer.say(CaseSheet.SHARED)}
    buttons = [_deed(viewer, CaseSheet.ON_MAP, "map", spot), _deed(viewer, CaseSheet.SHARE, "link", share)]
    return [html.Span(buttons, className="case-deeds")]


def _deed(viewer: Viewer, label: Text, icon: str, told: Mapping[str, str]) -> Component:
    word = viewer.say(label)
    return html.Button(
        html.Span(className=f"icon icon-{icon}"),
        className="link",
        title=word,
        **attributes({"aria-label": word, **told}),
    )


def present_line(viewer: Viewer, others: Sequence[Present], authors: Authors) -> list[Component]:
    """Return who else has the case open; nothing when nobody has."""
    if not others:
        return []
    return [*(_present(viewer, each, authors) for each in others), html.Span(viewer.say(CaseSheet.ALSO_LOOKS))]


def _present(viewer: Viewer, present: Present, authors: Authors) -> Component:
    name = author_name(viewer, authors, present.account)
    initial = html.I(name[:1].upper(), **attributes({"aria-hidden": "true"}))
    since = viewer.say(CaseSheet.SINCE).format(clock(viewer, present.since_us))
    return html.Span([initial, name], className="present-one", title=since)


def now_line(viewer: Viewer, file: CaseFile, conditions: Conditions) -> list[Component]:
    """Where it stands, what waits for consent, what must hold before it is closed, and whose turn it is."""
    case = file.case
    parts: list[Component] = [html.B(viewer.say(STATE_LABELS[case.state]))]
    if case.pending is not None:
        asked = case.pending
        label = viewer.say(APPROVAL_LABELS[asked.what])
        until = (
            f" · {viewer.say(CaseSheet.UNTIL).format(day_and_time(viewer, asked.until_us))}" if asked.until_us else ""
        )
        words = viewer.say(CaseSheet.WAITS).format(author_name(viewer, file.names.authors, asked.asked_by), label)
        parts.append(html.Span(f"{words}{until}：{asked.reason}", className="now-asked"))
    elif not case.ended:
        parts += [_condition(viewer, text, met) for text, met in conditions if _matters(case)]
    turn = TURN.get(case.state)
    who = (
        [html.Span(viewer.say(CaseSheet.TURN).format(_turn(viewer, file, turn)), className="now-turn")] if turn else []
    )
    node = html.Span(className="tl-node", **attributes({"data-icon": "now"}))
    what = html.Div([*parts, *who], className="now-what")
    return [html.Div([html.Span(viewer.say(CaseSheet.NOW), className="now-name"), node, what], className="case-now")]


def _matters(case: Case) -> bool:
    """Before somebody is there nobody asks for proof."""
    return case.times.accepted_us is not None


def _condition(viewer: Viewer, text: Text, met: bool) -> Component:
    word = viewer.say(CaseSheet.MET if met else CaseSheet.UNMET)
    return html.Span(
        [viewer.say(text), html.I("✓" if met else "✗", title=word)],
        className="now-condition" if met else "now-condition is-unmet",
    )


def _turn(viewer: Viewer, file: CaseFile, turn: Text) -> str:
    """A unit by its name, others by what they are."""
    unit = file.names.unit(file.case.units)
    return unit if unit and file.case.state in _UNITS_TURN else viewer.say(turn)


_UNITS_TURN: Final = (CaseState.TO_HANDLE, CaseState.HANDLING, CaseState.REWORK)


def action_bar(viewer: Viewer, case: Case, actions: Collection[Action], conditions: Conditions) -> list[Component]:
    """Only what this person may do as the case stands; the first is what brings it on its way."""
    offered = [action for action in ORDER if action in actions]
    if not offered:
        return [html.P(viewer.say(CaseSheet.NOTHING_TO_DO), className="quiet")]
    unmet = [viewer.say(text) for text, met in conditions if not met]
    buttons = [_button(viewer, case, action, unmet, first=place == 0) for place, action in enumerate(offered)]
    shown, rest = buttons[:BUTTONS], buttons[BUTTONS:]
    if not rest:
        return shown
    menu = html.Details(
        [
            html.Summary("⋯", className="btn", title=viewer.say(CaseSheet.MORE)),
            html.Div(rest, className="case-menu"),
        ],
        className="case-others",
    )
    return [*shown, menu]


def _button(viewer: Viewer, case: Case, action: Action, unmet: Sequence[str], *, first: bool) -> Component:
    label = viewer.say(ACTION_WORDS.get((case.state, action), ACTION_LABELS[action]))
    is_closed = action is Action.CLOSE and bool(unmet)
    missing = f"（{viewer.say(CaseSheet.LACKS).format('、'.join(unmet))}）" if is_closed else ""
    told = {"data-case-action": action.value}
    is_main = first and action not in (Action.APPROVE, Action.COMMENT, Action.SUPERVISE)
    return html.Button(
        f"{label}{missing}",
        className="btn primary" if is_main else "btn",
        disabled=is_closed,
        **attributes(told),
    )
