"""The administration of accounts, API tokens and what roles may."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from dashboard.domain.accounts import NAME_PATTERN, Account, ApiToken, Refused, Session, administers, password_fault
from dashboard.domain.audit import before_and_after
from dashboard.domain.oidc import OidcRefused, identity, is_subject
from dashboard.domain.rights import (
    AUDITORS_RIGHTS,
    DEPARTMENTS_SCOPES,
    PEOPLES_ROLES,
    SCOPES,
    Actor,
    Permission,
    Reach,
    Role,
    separated,
)
from dashboard.domain.text import Text
from dashboard.domain.tokens import token_digest
from dashboard.errors import BadInput, Conflict, NotFound
from dashboard.ports.accounts import AccountStore, AccountWork, PasswordDigests
from dashboard.ports.operations import Clock
from dashboard.services.access import require
from dashboard.services.accounts.signing_in import PasswordRules

_GENERATED_LENGTH: Final = 16
_EASILY_READ: Final = "".join(sorted(set(string.ascii_letters + string.digits) - set("Il1O0o")))
_TOKEN_BYTES: Final = 32


class NewAccount(NamedTuple):
    """An account to be made; `password` is generated when it is empty."""

    name: str
    role: Role
    password: str = ""
    person: str | None = None
    squad: str | None = None
    must_change_password: bool = True
    subject: str = ""
    """Who it is at the identity provider (its `sub`); empty: it signs in by password only."""
    department: str | None = None
    """The code of the department whose cases it sees."""


class Belonging(NamedTuple):
    """What an account is for and whose it is."""

    role: Role
    squad: str | None
    department: str | None
    person: str | None


class Made(NamedTuple):
    """An account and its password, told once when it was generated (else empty)."""

    account: Account
    password: str


class Accounts:
    """The use cases of the administrator. Each is refused to whoever has not the right, and noted in the audit log.

    Each method raises Forbidden, and Unavailable when the database is out of reach; nothing was changed then.
    """

    def __init__(self, store: AccountStore, digests: PasswordDigests, rules: PasswordRules, clock: Clock) -> None:
        self._store = store
        self._digests = digests
        self._rules = rules
        self._clock = clock

    def accounts(self, actor: Actor) -> Sequence[Account]:
        """Return all accounts, by name."""
        require(actor, Permission.MANAGE_ACCOUNTS)
        with self._store.look() as work:
            return work.accounts()

    def has_administrator(self) -> bool:
        """Whether anybody can administer: asked at a start."""
        with self._store.look() as work:
            return any(administers(account) for account in work.accounts())

    def add(self, new: NewAccount, actor: Actor) -> Made:
        """Make an account. Raises BadInput with what to mend, Conflict when the name is taken."""
        require(actor, Permission.MANAGE_ACCOUNTS)
        name = new.name.strip().lower()
        if not NAME_PATTERN.fullmatch(name):
            raise BadInput(Refused.NAME)
        if new.role not in PEOPLES_ROLES:
            raise BadInput(Refused.ROLE)
        generated = "" if new.password else self._generate(name)
        if new.password and (fault := password_fault(new.password, name, self._rules.shortest)):
            raise BadInput(fault)
        linked = self._identity(new.subject) if new.subject else None
        person = new.person or None
        digest, now_us = self._digests.digest(new.password or generated), self._clock()
        draft = Account(
            0,
            name,
            new.role,
            digest,
            new.must_change_password,
            now_us,
            person,
            new.squad,
            oidc_subject=linked,
            password_set_us=now_us,
            department=new.department,
        )
        with self._store.begin() as work:
            _refuse_a_second(work, linked, name)
            _refuse_a_stranger(work, person)
            _refuse_no_department(work, draft)
            account = work.add_account(draft)
            if account is None:
                raise Conflict(Refused.TAKEN)
            told = {"role": new.role.value, "person": person, "squad": new.squad, "oidc_subject": linked}
            told |= {"department": new.department} if new.department else {}
            work.note_in_audit(actor, "add_account", name, before_and_after(None, told), now_us)
        return Made(account, generated)

    def reset(self, name: str, actor: Actor) -> Made:
        """Give an account a new password, to be changed at the next sign-in; its sessions end. Raises NotFound."""
        require(actor, Permission.MANAGE_ACCOUNTS)
        generated = self._generate(name)
        digest, now_us = self._digests.digest(generated), self._clock()
        with self._store.begin() as work:
            account = _known(work, name)
            changes = {"password_digest": digest, "must_change_password": True, "password_set_us": now_us}
            work.save_account(account.account_key, changes)
            ended = work.remove_sessions(account.account_key)
            work.note_in_audit(actor, "reset_password", account.name, {"sessions_ended": ended}, now_us)
        return Made(account._replace(must_change_password=True), generated)

    def change_role(self, name: str, role: Role, actor: Actor) -> None:
        """Give an account another role. Raises NotFound, BadInput, Conflict for the last administrator."""
        if role not in PEOPLES_ROLES:
            raise BadInput(Refused.ROLE)
        self._change(name, {"role": role}, actor, "change_role")

    def change_squad(self, name: str, squad: str | None, actor: Actor) -> None:
        """Say to which squad (its code) an account belongs, None: to none. Raises NotFound."""
        self._change(name, {"squad": squad}, actor, "change_squad")

    def change_department(self, name: str, department: str | None, actor: Actor) -> None:
        """Say of which department (its code) an account sees the cases. Raises NotFound, BadInput."""
        self._change(name, {"department": department}, actor, "change_department")

    def change_person(self, name: str, person: str | None, actor: Actor) -> None:
        """Say to whom (the number of a person) an account belongs, None: to nobody. Raises NotFound for either."""
        self._change(name, {"person": person}, actor, "change_person")

    def change(self, name: str, wanted: Belonging, actor: Actor) -> None:
        """Give an account role, squad, department and person in one; nothing of it when one of them cannot be.

        Raises what changing each alone raises.
        """
        require(actor, Permission.MANAGE_ACCOUNTS)
        if wanted.role not in PEOPLES_ROLES:
            raise BadInput(Refused.ROLE)
        with self._store.begin() as work:
            work.lock_accounts()
            for field, value in wanted._asdict().items():
                account = _known(work, name)
                if getattr(account, field) != value:
                    self._apply(work, account, {field: value}, actor, f"change_{field}")

    def link(self, name: str, subject: str, actor: Actor) -> None:
        """Let whoever the identity provider knows by this `sub` sign in with an account, in place of whoever did.

        Raises NotFound, Conflict when the subject is another account's, BadInput when it can be none or there is no
        provider.
        """
        self._change(name, {"oidc_subject": self._identity(subject)}, actor, "link_account")

    def unlink(self, name: str, actor: Actor) -> None:
        """Take `link` back; its sessions end. Raises NotFound."""
        self._change(name, {"oidc_subject": None}, actor, "unlink_account")

    def disable(self, name: str, actor: Actor) -> None:
        """Nobody signs in with it any more; its sessions end. Raises NotFound, Conflict for the last administrator."""
        self._change(name, {"disabled_us": self._clock()}, actor, "disable_account")

    def enable(self, name: str, actor: Actor) -> None:
        """Take `disable` back. Raises NotFound."""
        self._change(name, {"disabled_us": None}, actor, "enable_account")

    def sessions(self, name: str, actor: Actor) -> Sequence[Session]:
        """Return the sessions of an account. Raises NotFound."""
        require(actor, Permission.MANAGE_ACCOUNTS)
        with self._store.look() as work:
            return work.sessions(_known(work, name).account_key)

    def end_sessions(self, name: str, actor: Actor) -> int:
        """End all sessions of an account; return how many there were. Raises NotFound."""
        require(actor, Permission.MANAGE_ACCOUNTS)
        with self._store.begin() as work:
            ended = work.remove_sessions(_known(work, name).account_key)
            work.note_in_audit(actor, "end_sessions", name, {"sessions_ended": ended}, self._clock())
        return ended

    def add_token(self, name: str, scopes: Sequence[str], actor: Actor, department: str | None = None) -> str:
        """Make an API token and return its secret, told once; with a department it reaches that one's cases alone.

        Raises BadInput, Conflict when the name is taken.
        """
        require(actor, Permission.MANAGE_ACCOUNTS)
        if not NAME_PATTERN.fullmatch(name):
            raise BadInput(Refused.NAME)
        unknown = sorted(set(scopes) - set(SCOPES))
        if unknown or not scopes:
            raise BadInput(f"{unknown[0] if unknown else 'no scope'}: a token's scopes are {', '.join(SCOPES)}")
        if department is not None and (beyond := sorted(set(scopes) - DEPARTMENTS_SCOPES)):
            raise BadInput(f"{beyond[0]}: a department's token has {' and '.join(sorted(DEPARTMENTS_SCOPES))} only")
        secret, now_us = f"xiuhua_{secrets.token_urlsafe(_TOKEN_BYTES)}", self._clock()
        token = ApiToken(0, name, tuple(sorted(set(scopes))), now_us, actor.name, None, department)
        with self._store.begin() as work:
            if department is not None and not work.has_department(department):
                raise BadInput(_unknown_department(department))
            if not work.add_token(token_digest(secret), token):
                raise Conflict(Text("已有同名的令牌", "there is a token of this name already"))
            work.note_in_audit(actor, "add_token", name, before_and_after(None, _token_facts(token)), now_us)
        return secret

    def tokens(self, actor: Actor) -> Sequence[ApiToken]:
        """Return the tokens that are in force."""
        require(actor, Permission.MANAGE_ACCOUNTS)
        with self._store.look() as work:
            return work.tokens()

    def revoke_token(self, name: str, actor: Actor) -> None:
        """Take a token back, at once. Raises NotFound."""
        require(actor, Permission.MANAGE_ACCOUNTS)
        with self._store.begin() as work:
            known = next((token for token in work.tokens() if token.name == name), None)
            if known is None or not work.revoke_token(name, self._clock()):
                raise NotFound(Text("没有这个令牌", "there is no token of this name in force"))
            told = before_and_after(_token_facts(known), None)
            work.note_in_audit(actor, "revoke_token", name, told, self._clock())

    def rights(self, actor: Actor) -> Mapping[Role, Mapping[str, Reach]]:
        """Return what each role may."""
        require(actor, Permission.MANAGE_RIGHTS)
        with self._store.look() as work:
            stored = {role: work.rights(role) for role in Role}
        return {role: separated(held) for role, held in stored.items()} if self._rules.separate_audit else stored

    def set_right(self, role: Role, permission: Permission, reach: Reach | None, actor: Actor) -> None:
        """Let a role do something as far as `reach`, or not at all (None).

        Raises Conflict when nobody could manage rights or accounts any more, or administering and auditing would mix.
        """
        require(actor, Permission.MANAGE_RIGHTS)
        if role is Role.AUDITOR and reach is not None and permission not in AUDITORS_RIGHTS:
            raise Conflict(Refused.AUDITOR)
        vital = role is Role.ADMINISTRATOR and permission in (Permission.MANAGE_RIGHTS, Permission.MANAGE_ACCOUNTS)
        if vital and reach is not Reach.ALL:
            raise Conflict(
                Text("系统管理员必须能管理账号和权限", "administrators must be able to manage accounts and rights")
            )
        with self._store.begin() as work:
            work.lock_accounts()
            before = dict(work.rights(role))
            after = {name: held for name, held in before.items() if name != permission}
            if reach is not None:
                after[permission.value] = reach
                if self._rules.separate_audit and permission.value not in separated(after):
                    raise Conflict(Refused.SEPARATED)
            work.save_rights(role, after)
            told = before_and_after(before.get(permission.value), reach)
            work.note_in_audit(actor, "set_right", f"{role}: {permission}", told, self._clock())

    def _change(self, name: str, changes: Mapping[str, Any], actor: Actor, action: str) -> None:
        """Change an account, and end its sessions when somebody might not sign in with it any more."""
        require(actor, Permission.MANAGE_ACCOUNTS)
        with self._store.begin() as work:
            work.lock_accounts()
            self._apply(work, _known(work, name), changes, actor, action)

    def _apply(
        self, work: AccountWork, account: Account, changes: Mapping[str, Any], actor: Actor, action: str
    ) -> None:
        after = account._replace(**changes)
        others = [each for each in work.accounts() if each.account_key != account.account_key]
        if administers(account) and not administers(after) and not any(map(administers, others)):
            raise Conflict(Refused.LAST_ADMINISTRATOR)
        _refuse_a_second(work, changes.get("oidc_subject"), account.name)
        _refuse_a_stranger(work, changes.get("person"))
        if changes.keys() & {"role", "department"}:
            _refuse_no_department(work, after)
        work.save_account(account.account_key, changes)
        if after.disabled_us is not None or account.oidc_subject not in (None, after.oidc_subject):
            work.remove_sessions(account.account_key)
        before = {field: getattr(account, field) for field in changes}
        work.note_in_audit(actor, action, account.name, before_and_after(before, dict(changes)), self._clock())

    def _identity(self, subject: str) -> str:
        if not self._rules.issuer:
            raise BadInput(OidcRefused.NO_PROVIDER)
        if not is_subject(subject):
            raise BadInput(OidcRefused.SUBJECT)
        return identity(self._rules.issuer, subject)

    def _generate(self, name: str) -> str:
        """A password that the rules take, of signs that nobody confuses."""
        length = max(_GENERATED_LENGTH, self._rules.shortest)
        while True:
            password = "".join(secrets.choice(_EASILY_READ) for _ in range(length))
            if password_fault(password, name, self._rules.shortest) is None:
                return password


def _refuse_a_second(work: AccountWork, oidc_subject: str | None, name: str) -> None:
    """Raise Conflict when another account is linked with this subject; until the transaction ends none will be."""
    if oidc_subject is None:
        return
    work.lock_accounts()
    other = work.account_of_subject(oidc_subject)
    if other is not None and other.name != name:
        raise Conflict(OidcRefused.LINKED)


def _known(work: AccountWork, name: str) -> Account:
    account = work.account(name.strip().lower())
    if account is None:
        raise NotFound(Refused.UNKNOWN)
    return account


def _refuse_a_stranger(work: AccountWork, person: str | None) -> None:
    if person is not None and not work.knows_person(person):
        raise NotFound(Text(f"没有工号为 {person:.40} 的人员", f"there is no person of the number {person:.40}"))


def _refuse_no_department(work: AccountWork, account: Account) -> None:
    """Raise BadInput for a department that there is not."""
    if account.department is not None and not work.has_department(account.department):
        raise BadInput(_unknown_department(account.department))


def _unknown_department(code: str) -> Text:
    return Text(f"没有处置单位「{code:.40}」", f"department: there is no {code!r:.60}")


def _token_facts(token: ApiToken) -> Mapping[str, Any]:
    facts: dict[str, Any] = {"scopes": list(token.scopes)}
    return facts | ({"department": token.department} if token.department else {})
