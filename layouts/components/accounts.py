"""账号: all of them, the one that is chosen, and the tokens of programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.accounts import Account, ApiToken, Session
from dashboard.domain.rights import (
    PEOPLES_ROLES,
    PERMISSION_LABELS,
    REACH_LABELS,
    ROLE_LABELS,
    SCOPES,
    Permission,
    Reach,
    Role,
)
from dashboard.domain.text import Text
from layouts.components.fields import labelled
from layouts.formatting import NONE, day_and_time
from layouts.ids import Admin
from layouts.texts.admin import Accounts, Roles
from layouts.viewer import Viewer

_BROWSERS: Final = (
    ("MicroMessenger", "微信"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SHOWN_ROLES: Final = (Role.WALL, *PEOPLES_ROLES)


def account_list(viewer: Viewer, accounts: Sequence[Account], chosen: str) -> list[Component]:
    """Return a link for each account, and one to make another."""
    rows = [_account(viewer, account, chosen) for account in accounts]
    new = dcc.Link(viewer.say(Accounts.NEW), href="/admin?tab=accounts", className="btn primary account-new")
    return [new, html.Div(rows, className="account-rows")]


def _account(viewer: Viewer, account: Account, chosen: str) -> Component:
    standing = Accounts.DISABLED if account.disabled_us else Accounts.MUST_CHANGE
    marked = account.disabled_us is not None or account.must_change_password
    tag = [html.Span(viewer.say(standing), className="tag")] if marked else []
    role = html.Span(
        [viewer.say(ROLE_LABELS[account.role]), f" · {unit}" if (unit := account.squad or account.department) else ""]
    )
    return dcc.Link(
        [html.B(account.name), role, *tag],
        href=f"/admin?tab=accounts&account={account.name}",
        className="account-row is-on" if account.name == chosen else "account-row",
    )


def account_form(
    viewer: Viewer,
    account: Account | None,
    sessions: Sequence[Session],
    squads: Sequence[tuple[str, str]],
    departments: Sequence[tuple[str, str]],
) -> Component:
    """Return the form of an account; without one that of a new one."""
    fields = _account_fields(viewer, account, squads, departments)
    lines = [labelled(viewer.say(label), field) for label, field in fields]
    save = Accounts.SAVE if account else Accounts.ADD
    button = html.Button(viewer.say(save), id=Admin.ACCOUNT_SAVE, className="btn primary")
    head = html.H2(account.name if account else viewer.say(Accounts.NEW))
    return html.Div([head, *lines, button, *_deeds(viewer, account, sessions)], className="card admin-form")


def _account_fields(
    viewer: Viewer,
    account: Account | None,
    squads: Sequence[tuple[str, str]],
    departments: Sequence[tuple[str, str]],
) -> tuple[tuple[Text, Component], ...]:
    """What is asked of an account, each with its label."""
    roles = [{"label": viewer.say(ROLE_LABELS[role]), "value": role.value} for role in PEOPLES_ROLES]
    units = [{"label": f"{name} · {code}", "value": code} for code, name in departments]
    groups = [{"label": f"{name} · {code}", "value": code} for code, name in squads]
    name = dcc.Input(
        id=Admin.ACCOUNT_NAME,
        value=account.name if account else "",
        readOnly=account is not None,
        placeholder=viewer.say(Accounts.NAME_HINT),
        autoComplete="off",
        className="field",
    )
    role = dcc.Dropdown(roles, account.role.value if account else None, id=Admin.ACCOUNT_ROLE, clearable=False)
    squad = dcc.Dropdown(
        groups, account.squad if account else None, id=Admin.ACCOUNT_SQUAD, placeholder=viewer.say(Accounts.NO_SQUAD)
    )
    department = dcc.Dropdown(
        units,
        account.department if account else None,
        id=Admin.ACCOUNT_DEPARTMENT,
        placeholder=viewer.say(Accounts.NO_DEPARTMENT),
    )
    person = dcc.Input(
        id=Admin.ACCOUNT_PERSON,
        value=account.person or "" if account else "",
        placeholder=viewer.say(Accounts.NO_PERSON),
        autoComplete="off",
        className="field",
    )
    return (
        *((Accounts.NAME, name), (Accounts.ROLE, role), (Accounts.SQUAD, squad)),
        *((Accounts.DEPARTMENT, department), (Accounts.PERSON, person)),
    )


def _deeds(viewer: Viewer, account: Account | None, sessions: Sequence[Session]) -> list[Component]:
    """What else may be done to an account; the buttons are there for a new one too, hidden."""
    switch = Accounts.ENABLE if account and account.disabled_us else Accounts.DISABLE
    buttons = [
        _asked(viewer, Admin.ACCOUNT_RESET, Accounts.RESET, Accounts.RESET_ASK),
        _asked(viewer, Admin.ACCOUNT_SWITCH, switch, Accounts.SWITCH_ASK),
        _asked(viewer, Admin.ACCOUNT_END, Accounts.END, Accounts.END_ASK),
    ]
    deeds = html.Div(buttons, className="admin-deeds", hidden=account is None)
    if account is None:
        return [deeds]
    return [deeds, html.H3(viewer.say(Accounts.SESSIONS)), *session_lines(viewer, sessions)]


def _asked(viewer: Viewer, button: Admin, label: Text, question: Text) -> Component:
    return dcc.ConfirmDialogProvider(
        html.Button(viewer.say(label), className="btn"), id=button, message=viewer.say(question)
    )


def session_lines(viewer: Viewer, sessions: Sequence[Session], own: int | None = None) -> list[Component]:
    """Return a line for each session: the device, from where, since when; one's own present one is marked."""
    if not sessions:
        return [html.P(viewer.say(Accounts.NO_SESSIONS), className="quiet")]
    return [
        html.Div(
            [
                html.Span(_device(each.agent), className="clip", title=each.agent),
                html.Span(each.address, className="fig quiet"),
                html.Span(day_and_time(viewer, each.created_us), className="fig quiet"),
                html.Span(day_and_time(viewer, each.seen_us), className="fig"),
            ],
            className="session-row is-own" if each.session_key == own else "session-row",
        )
        for each in sessions
    ]


def _device(agent: str) -> str:
    """The browser by the mark that tells it from those which it also claims to be, and its system."""
    system = agent.partition("(")[2].partition(";")[0].partition(")")[0]
    name = next((label for mark, label in _BROWSERS if mark in agent), agent.partition("/")[0] or NONE)
    return f"{name} · {system}" if system else name


def told_once(viewer: Viewer, why: Text, secret: str) -> Component:
    """Return a secret with the word that it is not shown again."""
    return html.Div(
        [html.P(viewer.say(why)), html.Code(secret, className="fig told-secret")], className="card told-once"
    )


def token_section(viewer: Viewer, tokens: Sequence[ApiToken]) -> list[Component]:
    """Return the tokens that are in force, and the form for another."""
    rows = [_token(viewer, token) for token in tokens] or [html.P(viewer.say(Accounts.NO_TOKENS), className="quiet")]
    scopes = [{"label": viewer.say(PERMISSION_LABELS[scope]), "value": scope.value} for scope in SCOPES]
    name = dcc.Input(
        id=Admin.PROGRAM_NAME, placeholder=viewer.say(Accounts.TOKEN_NAME), autoComplete="off", className="field"
    )
    add = html.Button(viewer.say(Accounts.TOKEN_ADD), id=Admin.PROGRAM_ADD, className="btn primary")
    revoke = _asked(viewer, Admin.PROGRAM_REVOKE, Accounts.TOKEN_REVOKE, Accounts.TOKEN_ASK)
    form = [name, dcc.Checklist(scopes, [], id=Admin.PROGRAM_SCOPES, className="scope-list")]
    deeds = html.Div([add, revoke], className="admin-deeds")
    return [html.Div([html.H2(viewer.say(Accounts.TOKENS)), *rows, *form, deeds], className="card admin-form")]


def _token(viewer: Viewer, token: ApiToken) -> Component:
    scopes = "、".join(viewer.say(PERMISSION_LABELS[Permission(scope)]) for scope in token.scopes)
    used = f"{viewer.say(Accounts.USED)} {day_and_time(viewer, token.used_us)}" if token.used_us else None
    last = html.Span(used or viewer.say(Accounts.NEVER_USED), className="fig quiet")
    return html.Div(
        [html.B(token.name), html.Span(scopes, className="clip", title=scopes), last], className="token-row"
    )


def rights_table(viewer: Viewer, rights: Mapping[Role, Mapping[str, Reach]]) -> list[Component]:
    """Return what each role may, a line for each right."""
    head = [html.Th(viewer.say(Roles.PERMISSION)), *(html.Th(viewer.say(ROLE_LABELS[role])) for role in _SHOWN_ROLES)]
    rows = [
        html.Tr([html.Td(viewer.say(label)), *(html.Td(_reach(viewer, rights[role], right)) for role in _SHOWN_ROLES)])
        for right, label in PERMISSION_LABELS.items()
    ]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="table rights")
    return [html.Div(html.Div(table, className="table-frame"), className="card")]


def _reach(viewer: Viewer, held: Mapping[str, Reach], right: Permission) -> Component | str:
    reach = held.get(right.value)
    return html.Span(viewer.say(REACH_LABELS[reach]), className=f"reach is-{reach}") if reach else ""


def rights_form(viewer: Viewer) -> Component:
    """Return the form that changes one cell."""
    choices: tuple[tuple[Admin, Text, list[Any]], ...] = (
        (Admin.RIGHT_ROLE, Accounts.ROLE, [(role.value, ROLE_LABELS[role]) for role in _SHOWN_ROLES]),
        (Admin.RIGHT_PERMISSION, Roles.PERMISSION, [(key.value, label) for key, label in PERMISSION_LABELS.items()]),
        (
            Admin.RIGHT_REACH,
            Roles.REACH,
            [("", Roles.NONE), *((reach.value, label) for reach, label in REACH_LABELS.items())],
        ),
    )
    fields = [
        dcc.Dropdown(
            [{"label": viewer.say(label), "value": value} for value, label in options],
            id=field,
            placeholder=viewer.say(what),
            clearable=False,
            className="right-choice",
        )
        for field, what, options in choices
    ]
    save = html.Button(viewer.say(Roles.SAVE), id=Admin.RIGHT_SAVE, className="btn primary")
    return html.Div([*fields, save], className="admin-bar")
