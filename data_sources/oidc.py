"""An OpenID Connect provider: discovery, authorization code with PKCE S256, the signed ID token.

Nothing is kept from one login to the next: a provider that is down is noticed before the browser is sent there, and
keys that it has changed are known at once.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dashboard.domain.oidc import OidcLogin, OidcRefused, is_subject
from dashboard.errors import NotSignedIn, Unavailable
from dashboard.ports.accounts import IdentityProvider

log = logging.getLogger(__name__)

_PATIENCE_S: Final = 5.0
"""For each answer of the provider."""
_WHOLE_PATIENCE_S: Final = 12.0
_LEEWAY_S: Final = 60
"""How far the provider's clock may be from ours."""
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""With which an ID token may be signed: those whose key the provider alone has."""
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Client(NamedTuple):
    """Who we are to the provider."""

    issuer: str
    client_id: str
    client_secret: str


class OidcProvider(IdentityProvider):
    """The provider behind an issuer. What it answers is never believed before its signature and claims are checked."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._tls = ssl.create_default_context()  # the machine's own authorities; made once, for it takes 20 ms

    async def login_address(self, login: OidcLogin, return_address: str) -> str:
        """Where the browser is sent."""
        async with self._asking() as asking:
            metadata = await self._metadata(asking)
            asking.redirect_uri = return_address
            address, _ = asking.create_authorization_url(
                metadata["authorization_endpoint"], login.state, login.verifier, nonce=login.nonce
            )
        return str(address)

    async def subject(self, login: OidcLogin, code: str, return_address: str) -> str:
        """Who came back with that code."""
        async with self._asking() as asking:
            metadata = await self._metadata(asking)
            asking.redirect_uri = return_address
            asking.token_endpoint_auth_method = _auth_method(metadata)
            token = await asking.fetch_token(metadata["token_endpoint"], code=code, code_verifier=login.verifier)
            keys = await _json(asking, metadata["jwks_uri"])
        return self._checked(token, keys, login.nonce)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[Any]:
        """A connection to the provider, with what goes wrong there as errors of ours."""
        asking = AsyncOAuth2Client(
            self._client.client_id,
            self._client.client_secret,
            scope="openid",
            code_challenge_method="S256",
            timeout=_PATIENCE_S,
            verify=self._tls,
        )
        try:
            async with asyncio.timeout(_WHOLE_PATIENCE_S), asking:
                yield asking
        except AuthlibBaseError as error:
            log.warning("the identity provider refused a login: %s", error.error)
            raise NotSignedIn(OidcRefused.NOT_VOUCHED) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, ValueError) as error:
            log.warning("the identity provider cannot be used now: %s: %s", type(error).__name__, error)
            raise Unavailable(OidcRefused.UNREACHABLE) from error

    async def _metadata(self, asking: Any) -> Mapping[str, Any]:
        """What the provider says of itself. Raises ValueError when it is another one, or its addresses are not safe."""
        issuer = self._client.issuer
        metadata = await _json(asking, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if metadata.get("issuer") != issuer:
            raise ValueError(f"it names itself {metadata.get('issuer')!r:.300} and not {issuer}")
        scheme = issuer.partition("://")[0]
        for name in _ENDPOINTS:
            if not str(metadata.get(name)).startswith(("https://", f"{scheme}://")):
                raise ValueError(f"its {name} is {metadata.get(name)!r:.300}")
        return metadata

    def _checked(self, token: Mapping[str, Any], keys: Mapping[str, Any], nonce: str) -> str:
        """The subject of an ID token that is the provider's, for us, in time and of this login."""
        of_us = {"nonce": nonce, "client_id": self._client.client_id, "access_token": token.get("access_token")}
        wanted = {
            "iss": {"essential": True, "value": self._client.issuer},
            "aud": {"essential": True, "value": self._client.client_id},
        }
        try:
            known = KeySet.import_key_set(keys)  # type: ignore[arg-type]
            signed = jwt.decode(str(token.get("id_token")), known, _ALGORITHMS)
            claims = CodeIDToken(signed.claims, signed.header, wanted, of_us)
            claims.validate(leeway=_LEEWAY_S)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            log.warning("an ID token was refused: %s: %s", type(error).__name__, error)
            raise NotSignedIn(OidcRefused.NOT_VOUCHED) from error
        if not isinstance(claims["sub"], str) or not is_subject(claims["sub"]):
            raise NotSignedIn(OidcRefused.NOT_VOUCHED)
        return claims["sub"]


async def _json(asking: Any, address: str) -> dict[str, Any]:
    """The JSON object at an address. Raises ValueError when it is none."""
    answer = await asking.request("GET", address, withhold_token=True)
    answer.raise_for_status()
    content = answer.json()
    if not isinstance(content, dict):
        raise ValueError(f"{address} is no JSON object")
    return content


def _auth_method(metadata: Mapping[str, Any]) -> str:
    """How we prove who we are: as the provider's default is, unless it takes only the other way."""
    offered = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"
