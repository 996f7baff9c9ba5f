"""Signing in at the organisation's identity provider: what is begun, what comes back, and whether it fits."""

from __future__ import annotations

import hmac
from typing import Final, NamedTuple

from dashboard.domain.durations import MINUTE_US
from dashboard.domain.text import Text

LOGIN_LIVES_US: Final = 10 * MINUTE_US
"""Who takes longer at the provider begins anew."""
ISSUER_LENGTH_AT_MOST: Final = 255
SUBJECT_LENGTH_AT_MOST: Final = 255
"""OpenID Connect Core 1.0, section 2."""


class OidcLogin(NamedTuple):
    """A login that is under way; the browser keeps it, signed, until it comes back. `target` is where it goes then."""

    state: str
    nonce: str
    verifier: str
    target: str
    begun_us: int


class OidcReturn(NamedTuple):
    """With what a browser comes back; what is missing is empty."""

    state: str
    code: str
    error: str
    issuer: str


class OidcRefused:
    """Why nobody is signed in by the identity provider."""

    OFF = Text("本系统没有启用单位账号登录", "signing in with the organisation's account is not set up here")
    BEGIN_AGAIN = Text("这次登录已过期或已用过，请重新登录", "this login has expired or was used already; begin again")
    DECLINED = Text(
        "单位账号登录未完成，请重试或改用密码", "the login was not completed there; try again or use the password"
    )
    NOT_VOUCHED = Text(
        "单位统一身份服务没有确认这次登录，请重新登录",
        "the identity provider does not vouch for this login; begin again",
    )
    UNREACHABLE = Text(
        "单位统一身份服务暂时连不上；请用密码登录，或稍后再试",
        "the identity provider is out of reach; sign in with the password, or try again later",
    )
    DISABLED = Text("您的账号已停用，请联系系统管理员", "your account is disabled; ask the administrator")
    SUBJECT = Text(
        f"身份标识须为 1～{SUBJECT_LENGTH_AT_MOST} 个可见字符",
        f"a subject has 1 to {SUBJECT_LENGTH_AT_MOST} visible characters",
    )
    NO_PROVIDER = Text(
        "未配置统一身份服务：请先设置 XIUHUA_OIDC_ISSUER", "there is no identity provider: set XIUHUA_OIDC_ISSUER first"
    )
    LINKED = Text("这个身份已关联到另一个账号", "this subject is linked with another account already")


def not_linked(subject: str) -> Text:
    """Return what somebody is told whom the provider knows and no account."""
    return Text(
        f"单位账号已确认，但还没有关联本系统的账号。请把身份标识 {subject} 告诉系统管理员",
        f"you are known, but no account here is yours yet; tell the administrator your subject: {subject}",
    )


def identity(issuer: str, subject: str) -> str:
    """Return who somebody is anywhere: a `sub` says it within its issuer only, and no issuer has a `#`."""
    return f"{issuer}#{subject}"


def is_subject(subject: str) -> bool:
    """Whether this can be a `sub`."""
    return 0 < len(subject) <= SUBJECT_LENGTH_AT_MOST and subject.isprintable() and subject == subject.strip()


def return_fault(login: OidcLogin, back: OidcReturn, issuer: str, now_us: int) -> Text | None:
    """Return why what came back is not taken, None when it fits the login that this very browser began.

    The state ties both together (RFC 6749, 10.12); an answer that names another issuer is of another provider
    (RFC 9207).
    """
    if not 0 <= now_us - login.begun_us < LOGIN_LIVES_US:
        return OidcRefused.BEGIN_AGAIN
    if not hmac.compare_digest(login.state.encode(), back.state.encode()):
        return OidcRefused.BEGIN_AGAIN
    if back.error:
        return OidcRefused.DECLINED
    return None if back.code and back.issuer in ("", issuer) else OidcRefused.NOT_VOUCHED
