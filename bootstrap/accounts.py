"""Accounts: what signs people in, the first administrator, and the accounts of the demo."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final, NamedTuple

from bootstrap import now_us
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.people.posts import Post
from dashboard.domain.rights import PEOPLES_ROLES, Actor, Means, Role, system
from dashboard.errors import Conflict
from dashboard.services.accounts.administration import Accounts, NewAccount
from dashboard.services.accounts.oidc import Oidc
from dashboard.services.accounts.signing_in import Known, PasswordRules, SigningIn
from dashboard.services.walls.screens import Walls
from dashboard.settings import Settings
from data_sources.argon2 import Argon2Digests
from data_sources.db.accounts.store import SqlAccountStore
from data_sources.db.city import CityReader, save_document
from data_sources.db.engine import Database
from data_sources.db.roster.store import SqlRosterStore

FIRST_ADMINISTRATOR: Final = "admin"
_DEMO: Final = "demo_accounts"
_DEMO_NAMES: Final[dict[Role, str]] = {role: role.value.replace("_", "-") for role in PEOPLES_ROLES}
_DEMO_DEPARTMENT: Final = "SZ02"
_DEMO_POSTS: Final[dict[Role, Post]] = {Role.SQUAD_LEADER: Post.SQUAD_LEADER, Role.OFFICER: Post.OFFICER}
"""Whose accounts belong to a squad and to somebody of this post in it."""


def console() -> Actor:
    """Who acts by a command at the machine."""
    return system("console", Means.COMMAND_LINE)


def build_accounts(settings: Settings, engine: Database) -> tuple[SigningIn, Accounts]:
    """Signing in, and the administration of accounts."""
    store, digests = SqlAccountStore(engine, now_us), Argon2Digests()
    rules = PasswordRules(
        settings.password_length,
        settings.idle_min * MINUTE_US,
        settings.oidc_issuer,
        settings.password_days * 24 * HOUR_US,
        settings.sign_in_networks,
        settings.separate_audit,
    )
    return SigningIn(store, digests, rules, now_us), Accounts(store, digests, rules, now_us)


def build_oidc(settings: Settings, signing_in: SigningIn) -> Oidc | None:
    """Signing in at the identity provider; None where none is set."""
    if not settings.oidc_issuer:
        return None
    from data_sources.oidc import Client, OidcProvider  # 15 MB that nobody else needs

    client = Client(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    return Oidc(OidcProvider(client), signing_in, settings.oidc_issuer, now_us)


class DemoAccount(NamedTuple):
    """An account of the demo."""

    name: str
    role: Role


@dataclass
class Doorkeeper:
    """Who knows sessions, tokens and screens."""

    signing_in: SigningIn
    walls: Walls

    def who(self, secret: str, address: str) -> Known | None:
        """Whose session this is."""
        return self.signing_in.who(secret, address)

    def whose_token(self, secret: str, address: str) -> Known | None:
        """Whose API token this is."""
        return self.signing_in.whose_token(secret, address)

    def whose_screen(self, secret: str, address: str) -> Known | None:
        """Which wall has this device token."""
        actor = self.walls.whose_screen(secret, address)
        return None if actor is None else Known(actor, None)


def make_first_administrator(settings: Settings, engine: Database) -> str | None:
    """Make the account `admin` when nobody can administer; return its password, to be told once."""
    accounts = build_accounts(settings, engine)[1]
    if accounts.has_administrator():
        return None
    try:
        return accounts.add(NewAccount(FIRST_ADMINISTRATOR, Role.ADMINISTRATOR), console()).password
    except Conflict:
        if accounts.has_administrator():  # another web server that started at the same moment made it
            return None
        raise


def settle_demo_accounts(settings: Settings, engine: Database) -> None:
    """One account for each role, all with one generated password that the login page tells; made once.

    Those of a leader and an officer belong to people of the demo, as soon as there are people.
    """
    reader = CityReader(engine)
    accounts = build_accounts(settings, engine)[1]
    if reader.document_value(_DEMO) is None:
        _make_demo_accounts(accounts, reader, engine)
    _link_with_people(accounts, engine)


def _make_demo_accounts(accounts: Accounts, reader: CityReader, engine: Database) -> None:
    known = {account.name for account in accounts.accounts(console())}
    password = f"Xiuhua-{secrets.randbelow(9_000) + 1_000}"
    squads = reader.squad_codes()
    department = _demo_department(engine)
    for role, name in _DEMO_NAMES.items():
        squad = squads[0] if squads and role in _DEMO_POSTS else None
        own = department if role is Role.DEPARTMENT else None
        if name not in known:
            new = NewAccount(name, role, password, squad=squad, must_change_password=False, department=own)
            accounts.add(new, console())
    save_document(engine, _DEMO, {"password": password, "accounts": list(_DEMO_NAMES.values())}, now_us())


def _demo_department(engine: Database) -> str | None:
    """The department of the demo's account, as soon as there are departments."""
    with SqlRosterStore(engine, now_us).look() as work:
        return _DEMO_DEPARTMENT if _DEMO_DEPARTMENT in {each.code for each in work.departments()} else None


def _link_with_people(accounts: Accounts, engine: Database) -> None:
    """The first of the post in the account's squad; who has somebody already keeps them."""
    with SqlRosterStore(engine, now_us).look() as work:
        people = sorted((each for each in work.people() if each.left_us is None), key=lambda each: each.number)
    names = {_DEMO_NAMES[role]: post for role, post in _DEMO_POSTS.items()}
    for account in accounts.accounts(console()):
        if account.person is None and account.squad is not None and account.name in names:
            fitting = [each for each in people if (each.post, each.squad) == (names[account.name], account.squad)]
            if fitting:
                accounts.change_person(account.name, fitting[0].number, console())


def demo_accounts(engine: Database) -> tuple[list[DemoAccount], str] | None:
    """The names and roles of the demo's accounts with their password; None outside the demo."""
    told = CityReader(engine).document_value(_DEMO)
    if told is None:
        return None
    return [DemoAccount(name, role) for role, name in _DEMO_NAMES.items() if name in told["accounts"]], told["password"]
