"""Accounts: names, passwords, sessions and how often one may try; no password is ever kept, only its digest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, NamedTuple

from dashboard.domain.durations import HOUR_US, MINUTE_US, SECOND_US
from dashboard.domain.rights import Role
from dashboard.domain.text import Text

NAME_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
PASSWORD_LENGTH_AT_MOST: Final = 200
_KINDS: Final = (re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9]"), re.compile("[^A-Za-z0-9]"))
_KINDS_AT_LEAST: Final = 3

SESSION_LIVES_US: Final = 30 * 24 * HOUR_US
"""However busy a session is, after so long one signs in again."""
SEEN_EVERY_US: Final = MINUTE_US
"""A session's last sign of life is noted no more often."""

WINDOW_US: Final = 15 * MINUTE_US
FREE_FAILURES: Final = 5
FAILURES_OF_ADDRESS: Final = 100
FAILURES_OF_ACCOUNT: Final = 50
_FIRST_WAIT_US: Final = 5 * SECOND_US
_LONGEST_WAIT_US: Final = 15 * MINUTE_US


class Account(NamedTuple):
    """With which somebody signs in. `person` is the number of the person that it belongs to."""

    account_key: int
    name: str
    role: Role
    password_digest: str
    must_change_password: bool
    created_us: int
    person: str | None = None
    squad: str | None = None
    disabled_us: int | None = None
    oidc_subject: str | None = None
    """Who this is at the identity provider, as `domain.oidc.identity` writes it."""
    password_set_us: int | None = None
    """When the password was set; None: when the account was made, or at a time that nobody noted."""
    department: str | None = None
    """The code of the department whose cases it sees, of an account of another department."""


def administers(account: Account) -> bool:
    """Whether somebody can administer with this account now."""
    return account.role is Role.ADMINISTRATOR and account.disabled_us is None


def password_is_due(account: Account, now_us: int, longest_us: int) -> bool:
    """Whether a password is so old that it must be changed; with `longest_us` 0 none ever is.

    GB/T 22239-2019 7.1.4.1 a asks for a change from time to time.
    """
    set_us = account.created_us if account.password_set_us is None else account.password_set_us
    return 0 < longest_us <= now_us - set_us


def is_within(address: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    """Whether a network address lies in one of the networks; without networks every address does."""
    if not networks:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in network for network in networks)


class Session(NamedTuple):
    """One sign-in, as its owner and the administrator see it; times are µs since the epoch."""

    session_key: int
    account_key: int
    created_us: int
    seen_us: int
    address: str
    agent: str
    by_oidc: bool = False
    """Begun at the identity provider: no password was shown, so none must be changed."""


class ApiToken(NamedTuple):
    """A program's token; of its secret only the digest is kept. `scopes` are permissions."""

    token_key: int
    name: str
    scopes: tuple[str, ...]
    created_us: int
    created_by: str
    used_us: int | None
    department: str | None = None
    """The code of the department whose cases alone it reaches."""


class Attempt(NamedTuple):
    """One attempt to sign in."""

    at_us: int
    account: str
    address: str
    succeeded: bool


class Refused:
    """Why an account or password is not taken."""

    NAME = Text(
        "账号须为 2～40 个小写字母、数字或 . _ -，以字母或数字开头",
        "an account's name has 2 to 40 lower-case letters, digits or . _ - and begins with a letter or digit",
    )
    TAKEN = Text("这个账号已经存在", "there is an account of this name already")
    UNKNOWN = Text("没有这个账号", "there is no such account")
    LAST_ADMINISTRATOR = Text(
        "这是最后一个系统管理员，不能停用、删除或改为其他角色",
        "this is the last administrator: appoint another one before",
    )
    WRONG = Text("账号或密码不正确", "wrong account or password")
    OLD_PASSWORD = Text("原密码不正确", "the old password is wrong")
    SAME_PASSWORD = Text("新密码不能与原密码相同", "the new password must differ from the old one")
    LIKE_NAME = Text("密码中不能含有账号名", "the password must not contain the account's name")
    TOO_LONG = Text(
        f"密码最长 {PASSWORD_LENGTH_AT_MOST} 个字符", f"a password has at most {PASSWORD_LENGTH_AT_MOST} characters"
    )
    NETWORK = Text(
        "不允许从这个网络地址登录，请联系管理员",
        "nobody signs in from this network address; ask the administrator (XIUHUA_SIGN_IN_NETWORKS)",
    )
    AUDITOR = Text(
        "审计管理员只能看大屏、审计和进程",
        "auditors see what walls show, the audit log and the processes, and nothing else",
    )
    SEPARATED = Text(
        "管理账号或权限的角色不能看审计（XIUHUA_SEPARATE_AUDIT）",
        "roles that manage accounts or rights do not see the audit log (XIUHUA_SEPARATE_AUDIT)",
    )
    NO_SUCH_SESSION = Text("会话已结束", "this session has ended already")
    ROLE = Text("这个角色不能登录", "nobody signs in with this role")


def password_fault(password: str, name: str, shortest: int) -> Text | None:
    """Return why a password is refused, None when it will do.

    At least `shortest` characters of three kinds (lower case, upper case, digits, others) and not the account's name
    in it: GB/T 22239-2019 8.1.4.1 a asks for complexity.
    """
    if len(password) > PASSWORD_LENGTH_AT_MOST:
        return Refused.TOO_LONG
    kinds = sum(bool(kind.search(password)) for kind in _KINDS)
    if len(password) < shortest or kinds < _KINDS_AT_LEAST:
        return Text(
            f"密码至少 {shortest} 位，并含大写字母、小写字母、数字、符号中的三种",
            f"a password has at least {shortest} characters of three kinds: lower case, upper case, digits, others",
        )
    if name and name.lower() in password.lower():
        return Refused.LIKE_NAME
    return None


def wait_us(attempts: Sequence[Attempt], account: str, address: str, now_us: int) -> int:
    """Return how long this account must wait before it may be tried from this address again, in µs; 0: not at all.

    Five wrong passwords of one account from one address are free within 15 minutes, then each further one doubles a
    wait of 5 s, up to 15 minutes. A success begins anew. Whoever tries many accounts from one address, or one account
    from many, waits too, but not where the account was signed in from that very address within the window: nobody
    locks a colleague out.
    """
    recent = [attempt for attempt in attempts if attempt.at_us > now_us - WINDOW_US]
    mine = [attempt for attempt in recent if (attempt.account, attempt.address) == (account, address)]
    at_home = any(attempt.succeeded for attempt in mine)
    failed = _since_success(mine)
    waits = [_due(failed, FREE_FAILURES, now_us)]
    if not at_home:
        waits.append(_due([a for a in recent if a.address == address and not a.succeeded], FAILURES_OF_ADDRESS, now_us))
        waits.append(_due([a for a in recent if a.account == account and not a.succeeded], FAILURES_OF_ACCOUNT, now_us))
    return max(waits)


def _since_success(attempts: Sequence[Attempt]) -> list[Attempt]:
    """The failures after the last success."""
    ordered = sorted(attempts, key=lambda attempt: attempt.at_us)
    last = max((place for place, attempt in enumerate(ordered) if attempt.succeeded), default=-1)
    return ordered[last + 1 :]


def _due(failures: Sequence[Attempt], free: int, now_us: int) -> int:
    if len(failures) < free:
        return 0
    wait = min(_LONGEST_WAIT_US, _FIRST_WAIT_US << min(len(failures) - free, 20))
    return max(0, max(attempt.at_us for attempt in failures) + wait - now_us)


def is_live(session: Session, now_us: int, idle_us: int) -> bool:
    """Whether a session still counts: seen within `idle_us`, and begun no longer than 30 days ago."""
    return session.seen_us > now_us - idle_us and session.created_us > now_us - SESSION_LIVES_US
