"""What accounts need: their rows, and something that digests passwords."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from dashboard.domain.accounts import Account, ApiToken, Attempt, Session
from dashboard.domain.oidc import OidcLogin
from dashboard.domain.rights import Reach, Role
from dashboard.ports.parts import AuditLog


class AccountRows(Protocol):
    """Accounts, sessions, tokens and attempts. A `digest` stands for who holds the secret."""

    def accounts(self) -> Sequence[Account]:
        """All, by name."""

    def account(self, name: str) -> Account | None: ...

    def account_of_subject(self, oidc_subject: str) -> Account | None: ...

    def add_account(self, account: Account) -> Account | None:
        """The stored account; None when there is one of this name."""

    def save_account(self, account_key: int, changes: Mapping[str, Any]) -> None: ...

    def lock_accounts(self) -> None:
        """Until the transaction ends nobody else changes accounts."""

    def session(self, digest: str) -> tuple[Session, Account] | None:
        """The session of a secret with its account."""

    def sessions(self, account_key: int) -> Sequence[Session]:
        """Those of an account, the newest sign of life first."""

    def add_session(self, digest: str, session: Session) -> int:
        """Store it and return its key."""

    def note_seen(self, session_key: int, now_us: int) -> None: ...

    def remove_sessions(self, account_key: int, *, only: int | None = None, but: int | None = None) -> int:
        """Remove an account's sessions, or one of them, or all but one; return how many there were."""

    def forget_sessions(self, seen_before_us: int) -> None: ...

    def token(self, digest: str) -> ApiToken | None:
        """The token of a secret, unless it was revoked."""

    def tokens(self) -> Sequence[ApiToken]:
        """Those that are not revoked, by name."""

    def add_token(self, digest: str, token: ApiToken) -> bool:
        """Store it; False when one of this name is in force."""

    def revoke_token(self, name: str, now_us: int) -> bool:
        """Take it back; False when there is none in force."""

    def note_used(self, token_key: int, now_us: int) -> None: ...

    def attempts(self, account: str, address: str, since_us: int) -> Sequence[Attempt]:
        """Those of the account from anywhere, and of the address at any account."""

    def add_attempt(self, attempt: Attempt, forget_before_us: int) -> None:
        """Store it, and forget those that no rule looks at any more."""

    def rights(self, role: Role) -> Mapping[str, Reach]:
        """What a role may, by permission."""

    def save_rights(self, role: Role, rights: Mapping[str, Reach]) -> None:
        """Put these in place of what it may."""

    def knows_person(self, number: str) -> bool:
        """Whether somebody of that number works here."""

    def has_department(self, code: str) -> bool:
        """Return whether there is a department of this code."""

    def areas_of_squad(self, squad: str) -> frozenset[str]:
        """The codes of the areas that are a squad's."""


class AccountWork(AccountRows, AuditLog, Protocol):
    """One transaction of accounts."""


class AccountStore(Protocol):
    """Where accounts are kept. Every method raises Unavailable when that is out of reach."""

    def begin(self) -> AbstractContextManager[AccountWork]:
        """A transaction that ends with its block: kept when the block ends well, undone when it raises."""

    def look(self) -> AbstractContextManager[AccountWork]:
        """The same for reading only; it waits for no writer."""


class PasswordDigests(Protocol):
    """Digests of passwords; slow by intent, so never on the event loop."""

    def digest(self, password: str) -> str: ...

    def matches(self, digest: str, password: str) -> bool:
        """Whether it is this password; takes the same time when there is no digest."""

    def is_old(self, digest: str) -> bool:
        """Whether it was made with other parameters than today's."""


class IdentityProvider(Protocol):
    """The organisation's own sign-in (OpenID Connect). Each method raises Unavailable when it is out of reach."""

    async def login_address(self, login: OidcLogin, return_address: str) -> str:
        """Where the browser is sent, from where it comes back to `return_address`."""

    async def subject(self, login: OidcLogin, code: str, return_address: str) -> str:
        """Who came back with that code: the provider's `sub`. Raises NotSignedIn when it vouches for nobody."""
