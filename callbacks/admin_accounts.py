"""Accounts, tokens and rights, changed by an administrator; the services refuse what may not be."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import counted, typed
from dashboard.domain.accounts import Account, Refused
from dashboard.domain.rights import PEOPLES_ROLES, Actor, Permission, Reach, Role
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.services.accounts.administration import Belonging, NewAccount
from layouts.components.accounts import account_form, account_list, rights_table, token_section, told_once
from layouts.components.blanks import said
from layouts.ids import Admin
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.admin import Accounts, Roles
from layouts.viewer import Viewer

_CHOOSE = Text("请先选择角色、权限和范围", "choose a role, a right and a reach first")


class Asked(NamedTuple):
    """What the form of an account says, and which account it is about: none for a new one."""

    name: str
    role: str
    squad: str
    department: str
    person: str
    chosen: str


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Lists follow each change; a generated secret is shown once, in place of the notice."""
    _register_reads(app, services)
    _register_accounts(app, services)
    _register_tokens(app, services)
    _register_rights(app, services)


def _register_reads(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Admin.ACCOUNTS, "children"),
        Output(Admin.ACCOUNT, "children"),
        Input(Admin.ACCOUNTS_CHANGED, "data"),
        State(Admin.ACCOUNTS, "data-account"),
    )
    async def show_accounts(_changed: int | None, chosen: str | None) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        return await asyncio.to_thread(_shown, viewer, services, chosen or "", actor)

    @app.callback(Output(Admin.TOKENS, "children"), Input(Admin.ACCOUNTS_CHANGED, "data"))
    async def show_tokens(_changed: int | None) -> Any:
        tokens = await asyncio.to_thread(services.accounts.tokens, current_actor())
        return token_section(current_viewer(services.settings), tokens)

    @app.callback(Output(Admin.RIGHTS, "data-html"), Input(Admin.RIGHT_SAVED, "data"))
    async def show_rights(_saved: int | None) -> Any:
        rights = await asyncio.to_thread(services.accounts.rights, current_actor())
        return markup(rights_table(current_viewer(services.settings), rights))


def _shown(viewer: Viewer, services: PageServices, name: str, actor: Actor) -> tuple[Any, Any]:
    accounts = services.accounts.accounts(actor)
    account = next((each for each in accounts if each.name == name), None)
    sessions = services.accounts.sessions(name, actor) if account else []
    squads = [(line.squad.code, line.squad.name) for line in services.people.squads() if line.squad.merged_into is None]
    departments = [(each.department.code, each.department.name) for each in services.people.departments()]
    return account_list(viewer, accounts, name), account_form(viewer, account, sessions, squads, departments)


def _register_accounts(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Admin.ACCOUNTS_SAID, "children"),
        Output(Admin.ACCOUNTS_CHANGED, "data"),
        Input(Admin.ACCOUNT_SAVE, "n_clicks"),
        Input(Admin.ACCOUNT_RESET, "submit_n_clicks"),
        Input(Admin.ACCOUNT_SWITCH, "submit_n_clicks"),
        Input(Admin.ACCOUNT_END, "submit_n_clicks"),
        State(Admin.ACCOUNT_NAME, "value"),
        State(Admin.ACCOUNT_ROLE, "value"),
        State(Admin.ACCOUNT_SQUAD, "value"),
        State(Admin.ACCOUNT_DEPARTMENT, "value"),
        State(Admin.ACCOUNT_PERSON, "value"),
        State(Admin.ACCOUNTS, "data-account"),
        State(Admin.ACCOUNTS_CHANGED, "data"),
        prevent_initial_call=True,
    )
    async def obey(save: Any, reset: Any, switch: Any, end: Any, *form: Any) -> Any:
        *said_of, changed = form
        if not any((save, reset, switch, end)):
            return no_update, no_update
        viewer, actor = current_viewer(services.settings), current_actor()
        asked = Asked(*(typed(part) for part in said_of))
        answer = await asyncio.to_thread(_obey, viewer, services, str(ctx.triggered_id), asked, actor)
        return answer, counted(changed)


def _obey(viewer: Viewer, services: PageServices, button: str, asked: Asked, actor: Actor) -> Any:
    name, role, chosen = asked.name, asked.role, asked.chosen
    squad, department, person = asked.squad or None, asked.department or None, asked.person.strip() or None
    match button:
        case Admin.ACCOUNT_SAVE if not chosen:
            made = services.accounts.add(_new(asked), actor)
            return [said(viewer, Accounts.ADDED, name), told_once(viewer, Accounts.PASSWORD, made.password)]
        case Admin.ACCOUNT_SAVE:
            services.accounts.change(chosen, Belonging(_role(role), squad, department, person), actor)
            return said(viewer, Accounts.CHANGED)
        case Admin.ACCOUNT_RESET:
            return told_once(viewer, Accounts.PASSWORD, services.accounts.reset(chosen, actor).password)
        case Admin.ACCOUNT_SWITCH:
            _switch(services, chosen, actor)
            return said(viewer, Accounts.CHANGED)
        case _:
            return said(viewer, Accounts.ENDED, str(services.accounts.end_sessions(chosen, actor)))


def _new(asked: Asked) -> NewAccount:
    return NewAccount(
        asked.name,
        _role(asked.role),
        squad=asked.squad or None,
        person=asked.person.strip() or None,
        department=asked.department or None,
    )


def _switch(services: PageServices, name: str, actor: Actor) -> None:
    account = _account(services, name, actor)
    if account is not None and account.disabled_us is not None:
        services.accounts.enable(name, actor)
    else:
        services.accounts.disable(name, actor)


def _account(services: PageServices, name: str, actor: Actor) -> Account | None:
    return next((each for each in services.accounts.accounts(actor) if each.name == name), None)


def _role(typed: str) -> Role:
    if typed not in {role.value for role in PEOPLES_ROLES}:
        raise BadInput(Refused.ROLE)
    return Role(typed)


def _register_tokens(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Admin.ACCOUNTS_SAID, "children", allow_duplicate=True),
        Output(Admin.ACCOUNTS_CHANGED, "data", allow_duplicate=True),
        Input(Admin.PROGRAM_ADD, "n_clicks"),
        Input(Admin.PROGRAM_REVOKE, "submit_n_clicks"),
        State(Admin.PROGRAM_NAME, "value"),
        State(Admin.PROGRAM_SCOPES, "value"),
        State(Admin.ACCOUNTS_CHANGED, "data"),
        prevent_initial_call=True,
    )
    async def obey_token(add: Any, revoke: Any, name: Any, scopes: Any, changed: int | None) -> Any:
        if not (add or revoke):
            return no_update, no_update
        viewer, actor = current_viewer(services.settings), current_actor()
        if ctx.triggered_id == Admin.PROGRAM_REVOKE:
            await asyncio.to_thread(services.accounts.revoke_token, str(name or ""), actor)
            return said(viewer, Accounts.TOKEN_REVOKED), counted(changed)
        chosen = [str(scope) for scope in scopes] if isinstance(scopes, list) else []
        secret = await asyncio.to_thread(services.accounts.add_token, str(name or ""), chosen, actor)
        return told_once(viewer, Accounts.TOKEN_SECRET, secret), counted(changed)


def _register_rights(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Admin.RIGHT_SAID, "children"),
        Output(Admin.RIGHT_SAVED, "data"),
        Input(Admin.RIGHT_SAVE, "n_clicks"),
        State(Admin.RIGHT_ROLE, "value"),
        State(Admin.RIGHT_PERMISSION, "value"),
        State(Admin.RIGHT_REACH, "value"),
        prevent_initial_call=True,
    )
    async def set_right(clicks: int | None, role: Any, permission: Any, reach: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        chosen = _right(role, permission, reach)
        await asyncio.to_thread(services.accounts.set_right, *chosen, actor)
        return said(viewer, Roles.SAVED), clicks


def _right(role: Any, permission: Any, reach: Any) -> tuple[Role, Permission, Reach | None]:
    given = (role, permission, reach)
    known = all(isinstance(each, str) for each in given) and reach in {"", *Reach}
    if not known or role not in set(Role) or permission not in set(Permission):
        raise BadInput(_CHOOSE)
    return Role(role), Permission(permission), Reach(reach) if reach else None
