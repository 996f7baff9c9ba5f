"""What comes back from the identity provider, and whether it fits the login that was begun."""

from __future__ import annotations

import pytest

from dashboard.domain.durations import MINUTE_US
from dashboard.domain.oidc import (
    OidcLogin,
    OidcRefused,
    OidcReturn,
    identity,
    is_subject,
    not_linked,
    return_fault,
)
from dashboard.domain.text import Text

ISSUER = "https://sso.example/realm"
NOW = 1_763_700_000_000_000
LOGIN = OidcLogin("state", "nonce", "verifier", "/sensors", NOW)
GOOD = OidcReturn("state", "code", "", ISSUER)


@pytest.mark.parametrize(
    ("back", "now_us", "fault"),
    [
        pytest.param(GOOD, NOW, None, id="fits"),
        pytest.param(GOOD._replace(issuer=""), NOW, None, id="a provider that does not name itself"),
        pytest.param(GOOD, NOW + 10 * MINUTE_US - 1, None, id="just in time"),
        pytest.param(GOOD, NOW + 10 * MINUTE_US, OidcRefused.BEGIN_AGAIN, id="too late"),
        pytest.param(GOOD, NOW - 1, OidcRefused.BEGIN_AGAIN, id="begun in the future"),
        pytest.param(GOOD._replace(state="other"), NOW, OidcRefused.BEGIN_AGAIN, id="another state"),
        pytest.param(GOOD._replace(state=""), NOW, OidcRefused.BEGIN_AGAIN, id="no state"),
        pytest.param(GOOD._replace(state="市"), NOW, OidcRefused.BEGIN_AGAIN, id="a state that is no ASCII"),
        pytest.param(GOOD._replace(error="access_denied"), NOW, OidcRefused.DECLINED, id="declined"),
        pytest.param(GOOD._replace(code=""), NOW, OidcRefused.NOT_VOUCHED, id="no code"),
        pytest.param(GOOD._replace(issuer="https://evil.example"), NOW, OidcRefused.NOT_VOUCHED, id="another issuer"),
    ],
)
def test_only_what_fits_the_login_is_taken(back: OidcReturn, now_us: int, fault: Text | None) -> None:
    assert return_fault(LOGIN, back, ISSUER, now_us) == fault


def test_the_same_subject_of_another_issuer_is_somebody_else() -> None:
    assert identity(ISSUER, "li") != identity("https://other.example", "li")


@pytest.mark.parametrize(
    ("subject", "good"),
    [
        *[("248289761001", True), ("张三", True), ("a" * 255, True), ("a" * 256, False), ("", False), (" a", False)],
        *[("a\nb", False), ("a\0", False), ("\ud800", False)],
    ],
)
def test_a_subject_is_visible_text_of_bounded_length(subject: str, good: bool) -> None:
    assert is_subject(subject) is good


def test_who_is_not_linked_is_told_what_the_administrator_needs() -> None:
    assert "u-17" in not_linked("u-17").zh
    assert "u-17" in not_linked("u-17").en
