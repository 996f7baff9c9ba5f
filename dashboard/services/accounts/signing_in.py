"""Signing in: who somebody is, by password, session or token, and nobody else."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network
from typing import Final, NamedTuple

from dashboard.domain.accounts import (
    NAME_PATTERN,
    SEEN_EVERY_US,
    SESSION_LIVES_US,
    WINDOW_US,
    Account,
    Attempt,
    Refused,
    Session,
    is_live,
    is_within,
    password_fault,
    password_is_due,
    wait_us,
)
from dashboard.domain.durations import MINUTE_US, SECOND_US
from dashboard.domain.oidc import OidcRefused, identity, not_linked
from dashboard.domain.personal import PersonName, quotable
from dashboard.domain.rights import Actor, Means, Permission, Reach, Role, separated
from dashboard.domain.text import Text
from dashboard.domain.tokens import token_digest
from dashboard.errors import BadInput, Forbidden, NotSignedIn, TooManyTries
from dashboard.ports.accounts import AccountStore, AccountWork, PasswordDigests
from dashboard.ports.operations import Clock

_TOKEN_BYTES: Final = 32
_ADDRESS_LENGTH: Final = 64
_AGENT_LENGTH: Final = 200
_NAME_LENGTH: Final = 40


class Origin(NamedTuple):
    """Where a request comes from: network address and the browser's own name."""

    address: str
    agent: str = ""


class SignedIn(NamedTuple):
    """A new session: the secret for the cookie, told once, and whose it is."""

    secret: str
    actor: Actor


class Known(NamedTuple):
    """Who asks, with which of the account's sessions (None: by a token)."""

    actor: Actor
    session_key: int | None


class PasswordRules(NamedTuple):
    """What the settings ask of passwords and sessions."""

    shortest: int
    idle_us: int
    issuer: str = ""
    """Of the identity provider whose subjects are linked with accounts; empty: there is none."""
    longest_us: int = 0
    """How old a password may become; 0: as old as it likes."""
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    """From where people may sign in and stay signed in; none: from everywhere."""
    separate_audit: bool = False
    """Whether those who administer see the audit log."""


class SigningIn:
    """The use cases of whoever signs in. Each method raises Unavailable when the database is out of reach."""

    def __init__(self, store: AccountStore, digests: PasswordDigests, rules: PasswordRules, clock: Clock) -> None:
        self._store = store
        self._digests = digests
        self._rules = rules
        self._clock = clock

    def sign_in(self, name: str, password: str, origin: Origin) -> SignedIn:
        """Return a new session of the account with this name and password.

        Raises NotSignedIn when they are not right or the account is disabled, TooManyTries when it must wait, Forbidden
        when nobody signs in from there. All are noted in the audit log. The password is compared outside of any
        transaction: it takes 50 ms.
        """
        name, address = name.strip().lower()[:_NAME_LENGTH], origin.address[:_ADDRESS_LENGTH]
        with self._store.look() as work:
            account = work.account(name)
            now_us = self._clock()
            wait = wait_us(work.attempts(name, address, now_us - WINDOW_US), name, address, now_us)
        self._refuse_network(name, account, address)
        noted = Attempt(now_us, name, address, succeeded=False)
        if wait:
            self._note_failure(noted, account, "hold_up_sign_in", counts=False)
            raise _hold_up(wait)
        usable = account is not None and account.disabled_us is None
        matches = self._digests.matches(account.password_digest if account and usable else "", password)
        if account is None or not matches:
            self._note_failure(noted, account, "refuse_sign_in", counts=True)
            raise NotSignedIn(Refused.WRONG)
        return self._begin_session(account, origin, self._renewed_digest(account, password))

    def sign_in_as(self, subject: str, origin: Origin) -> SignedIn:
        """Return a new session of the account that is linked with this subject of the identity provider.

        Raises NotSignedIn when there is none, which the audit log keeps with the subject, or when it is disabled, and
        Forbidden when nobody signs in from there.
        """
        with self._store.look() as work:
            account = work.account_of_subject(identity(self._rules.issuer, subject))
        self._refuse_network(subject[:_NAME_LENGTH], account, origin.address[:_ADDRESS_LENGTH])
        if account is not None and account.disabled_us is None:
            return self._begin_session(account, origin, by_oidc=True)
        name = subject[:_NAME_LENGTH] if account is None else account.name
        self._note_refused_subject(name, subject, origin.address[:_ADDRESS_LENGTH])
        raise NotSignedIn(not_linked(subject) if account is None else OidcRefused.DISABLED)

    def who(self, secret: str, address: str) -> Known | None:
        """Return whose session this is; None when it is over, was revoked or never was, or is used from elsewhere."""
        if not is_within(address, self._rules.networks):
            return None
        digest, now_us = token_digest(secret), self._clock()
        with self._store.look() as work:
            found = work.session(digest)
            if found is None or not self._counts(*found, now_us):
                return None
            session, account = found
            actor = self._actor(work, account, session.by_oidc, address)
        if now_us - session.seen_us >= SEEN_EVERY_US:
            with self._store.begin() as work:
                work.note_seen(session.session_key, now_us)
        return Known(actor, session.session_key)

    def actor_of(self, name: str, address: str) -> Actor | None:
        """Return who the account of that name is now, for what it asked to be done; None when disabled or gone."""
        with self._store.look() as work:
            account = work.account(name)
            if account is None or account.disabled_us is not None:
                return None
            return self._actor(work, account, by_oidc=False, address=address)

    def whose_token(self, secret: str, address: str) -> Known | None:
        """Return the program with this API token; None when there is none, or it was revoked."""
        now_us = self._clock()
        with self._store.look() as work:
            token = work.token(token_digest(secret))
        if token is None:
            return None
        if token.used_us is None or now_us - token.used_us >= SEEN_EVERY_US:
            with self._store.begin() as work:
                work.note_used(token.token_key, now_us)
        reach = Reach.ALL if token.department is None else Reach.DEPARTMENT
        rights = {Permission(scope): reach for scope in token.scopes if scope in set(Permission)}
        actor = Actor(token.name, Role.PROGRAM, rights, Means.PROGRAM, address=address, department=token.department)
        return Known(actor, None)

    def sign_out(self, secret: str, address: str) -> None:
        """End the session of this secret; nothing happens when it is over."""
        with self._store.begin() as work:
            found = work.session(token_digest(secret))
            if found is None:
                return
            session, account = found
            work.remove_sessions(account.account_key, only=session.session_key)
            actor = self._actor(work, account, session.by_oidc, address)
            work.note_in_audit(actor, "sign_out", account.name, {}, self._clock())

    def own_sessions(self, actor: Actor) -> Sequence[Session]:
        """Return the sessions of the actor's account that still count, the newest sign of life first."""
        key = _own_key(actor)
        now_us = self._clock()
        with self._store.look() as work:
            return [each for each in work.sessions(key) if is_live(each, now_us, self._rules.idle_us)]

    def end_session(self, actor: Actor, session_key: int) -> None:
        """End one of the actor's own sessions. Raises BadInput when it is none of theirs or over."""
        key = _own_key(actor)
        with self._store.begin() as work:
            if not work.remove_sessions(key, only=session_key):
                raise BadInput(Refused.NO_SUCH_SESSION)
            work.note_in_audit(actor, "end_session", actor.name, {"session": session_key}, self._clock())

    def end_other_sessions(self, actor: Actor, session_key: int | None) -> int:
        """End all of the actor's own sessions but this one; return how many there were."""
        key = _own_key(actor)
        with self._store.begin() as work:
            ended = work.remove_sessions(key, but=session_key)
            work.note_in_audit(actor, "end_sessions", actor.name, {"sessions_ended": ended}, self._clock())
        return ended

    def change_password(self, actor: Actor, old: str, new: str, session_key: int | None) -> None:
        """Set the actor's own password; all their other sessions end. Raises BadInput with what to mend."""
        key = _own_key(actor)
        with self._store.look() as work:
            account = work.account(actor.name)
        if account is None or account.account_key != key or not self._digests.matches(account.password_digest, old):
            raise BadInput(Refused.OLD_PASSWORD)
        if old == new:
            raise BadInput(Refused.SAME_PASSWORD)
        if fault := password_fault(new, account.name, self._rules.shortest):
            raise BadInput(fault)
        digest, now_us = self._digests.digest(new), self._clock()
        changes = {"password_digest": digest, "must_change_password": False, "password_set_us": now_us}
        with self._store.begin() as work:
            work.save_account(key, changes)
            ended = work.remove_sessions(key, but=session_key)
            work.note_in_audit(actor, "change_password", actor.name, {"sessions_ended": ended}, now_us)

    def _refuse_network(self, typed: str, account: Account | None, address: str) -> None:
        """Raise Forbidden, noted in the audit log, when nobody signs in from there; passwords are not looked at."""
        if not is_within(address, self._rules.networks):
            name = account.name if account else typed
            attempt = Attempt(self._clock(), name, address, succeeded=False)
            self._note_failure(attempt, account, "refuse_network", counts=False)
            raise Forbidden(Refused.NETWORK)

    def _actor(self, work: AccountWork, account: Account, by_oidc: bool, address: str) -> Actor:
        rights = _rights(work.rights(account.role))
        is_due = account.must_change_password or password_is_due(account, self._clock(), self._rules.longest_us)
        return Actor(
            name=account.name,
            role=account.role,
            rights=separated(rights) if self._rules.separate_audit else rights,
            means=Means.SESSION,
            account_key=account.account_key,
            squad=account.squad,
            areas=work.areas_of_squad(account.squad) if account.squad else frozenset(),
            address=address,
            must_change_password=is_due and not by_oidc,
            person=account.person,
            department=account.department,
        )

    def _counts(self, session: Session, account: Account, now_us: int) -> bool:
        return account.disabled_us is None and is_live(session, now_us, self._rules.idle_us)

    def _begin_session(
        self, account: Account, origin: Origin, renewed: str | None = None, *, by_oidc: bool = False
    ) -> SignedIn:
        secret, now_us = secrets.token_urlsafe(_TOKEN_BYTES), self._clock()
        address, agent = origin.address[:_ADDRESS_LENGTH], origin.agent[:_AGENT_LENGTH]
        with self._store.begin() as work:
            if renewed:
                work.save_account(account.account_key, {"password_digest": renewed})
            work.forget_sessions(now_us - SESSION_LIVES_US)
            session = Session(0, account.account_key, now_us, now_us, address, agent, by_oidc)
            work.add_session(token_digest(secret), session)
            work.add_attempt(Attempt(now_us, account.name, address, succeeded=True), now_us - WINDOW_US)
            actor = self._actor(work, account, by_oidc, address)
            means = Means.OIDC if by_oidc else Means.SESSION
            work.note_in_audit(actor._replace(means=means), "sign_in", account.name, {}, now_us)
        return SignedIn(secret, actor)

    def _renewed_digest(self, account: Account, password: str) -> str | None:
        if not self._digests.is_old(account.password_digest):
            return None
        return self._digests.digest(password)

    def _note_failure(self, attempt: Attempt, account: Account | None, action: str, *, counts: bool) -> None:
        called = attempt.account if account else _masked(attempt.account)
        nobody = Actor(called, Role.PROGRAM, {}, Means.SESSION, address=attempt.address)
        with self._store.begin() as work:
            if counts:
                work.add_attempt(attempt, attempt.at_us - WINDOW_US)
            work.note_in_audit(nobody, action, called, {}, attempt.at_us)

    def _note_refused_subject(self, name: str, subject: str, address: str) -> None:
        nobody = Actor(name, Role.PROGRAM, {}, Means.OIDC, address=address)
        with self._store.begin() as work:
            work.note_in_audit(nobody, "refuse_sign_in", name, {"oidc_subject": subject}, self._clock())


def _masked(typed: str) -> str:
    """Return what the record calls an account that there is not: people type their own name or phone there."""
    return quotable(typed) if NAME_PATTERN.fullmatch(typed) else PersonName(typed).masked()


def _rights(stored: Mapping[str, Reach]) -> dict[Permission, Reach]:
    """The rights that this version knows; those of a newer one mean nothing here."""
    known = set(Permission)
    return {Permission(name): reach for name, reach in stored.items() if name in known}


def _own_key(actor: Actor) -> int:
    if actor.account_key is None:
        raise BadInput(Text("只有登录的账号才有会话和密码", "only accounts that sign in have sessions and a password"))
    return actor.account_key


def _hold_up(wait: int) -> TooManyTries:
    wait_s = -(-wait // SECOND_US)
    minutes = -(-wait // MINUTE_US)
    if wait_s < 60:
        return TooManyTries(
            Text(f"尝试次数过多，请 {wait_s} 秒后再试", f"too many tries; try again in {wait_s} s"), wait_s
        )
    return TooManyTries(
        Text(f"尝试次数过多，请 {minutes} 分钟后再试", f"too many tries; try again in {minutes} min"), wait_s
    )
