"""Signing in with the account that somebody has at the organisation's identity provider."""

from __future__ import annotations

import asyncio
import secrets
from typing import Final, NamedTuple

from dashboard.domain.oidc import OidcLogin, OidcRefused, OidcReturn, return_fault
from dashboard.errors import NotSignedIn
from dashboard.ports.accounts import IdentityProvider
from dashboard.ports.operations import Clock
from dashboard.services.accounts.signing_in import Origin, SignedIn, SigningIn

_SECRET_BYTES: Final = 32


class Begun(NamedTuple):
    """Where the browser is sent, and what it has to show when it comes back."""

    address: str
    login: OidcLogin


class Oidc:
    """The authorization code flow with PKCE. Asks the provider on the event loop, the database off it."""

    def __init__(self, provider: IdentityProvider, signing_in: SigningIn, issuer: str, clock: Clock) -> None:
        self._provider = provider
        self._signing_in = signing_in
        self._issuer = issuer
        self._clock = clock

    async def begin(self, return_address: str, target: str) -> Begun:
        """Return where a login begins. Raises Unavailable when the provider is out of reach."""
        state, nonce, verifier = (secrets.token_urlsafe(_SECRET_BYTES) for _ in range(3))
        login = OidcLogin(state, nonce, verifier, target, self._clock())
        return Begun(await self._provider.login_address(login, return_address), login)

    async def finish(self, login: OidcLogin | None, back: OidcReturn, return_address: str, origin: Origin) -> SignedIn:
        """Return a new session of the account that is linked with who came back.

        Raises NotSignedIn when what came back does not fit the login, the provider vouches for nobody, no account is
        linked or it is disabled; Unavailable when the provider or the database is out of reach.
        """
        if login is None:
            raise NotSignedIn(OidcRefused.BEGIN_AGAIN)
        if fault := return_fault(login, back, self._issuer, self._clock()):
            raise NotSignedIn(fault)
        subject = await self._provider.subject(login, back.code, return_address)
        return await asyncio.to_thread(self._signing_in.sign_in_as, subject, origin)
