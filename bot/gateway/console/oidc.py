"""OpenID Connect by Authlib: where somebody is sent to log in, and who came back. Imported only where it is configured.

Authlib makes state, nonce and PKCE, and checks signature, issuer, audience, nonce and times. Here is what it leaves open: that
the provider is the one that was configured, that nothing unsigned is believed, and that what it kept serves once.
"""

from __future__ import annotations

from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth, OAuthError
from fastapi import Request, Response
from httpx2 import HTTPError
from joserfc.errors import JoseError

from bot.gateway.console.sign_on import Person, Refused

NAME = "oidc"
TIMEOUT_S = 10
LEEWAY_S = 60  # clocks of two machines
SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class OpenIdConnect:
    def __init__(self, issuer: str, client_id: str, client_secret: str, back: str) -> None:
        """`back` is the address that the provider sends people back to."""
        self._issuer, self._client_id, self._back = issuer, client_id, back
        self._provider = OAuth().register(
            NAME,
            client_id=client_id,
            client_secret=client_secret,
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email",
                "code_challenge_method": "S256",
                "timeout": TIMEOUT_S,
                "trust_env": False,
            },
        )

    async def begin(self, request: Request) -> tuple[Response, dict[str, Any]]:
        """The way to the provider, and what has to be there when somebody comes back. Raises `Refused`."""
        request.scope["session"] = kept = {}
        try:
            await self._metadata()
            return await self._provider.authorize_redirect(request, self._back), kept
        except (HTTPError, AuthlibBaseError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise Refused("unreachable", type(error).__name__) from error

    async def finish(self, request: Request, kept: dict[str, Any]) -> Person:
        """Who came back. Raises `Refused`."""
        request.scope["session"] = kept
        try:
            await self._metadata()
            token = await self._provider.authorize_access_token(
                request,
                leeway=LEEWAY_S,
                claims_options={
                    "iss": {"essential": True, "value": self._provider.server_metadata["issuer"]},
                    "aud": {"essential": True, "value": self._client_id},
                },
            )
        except OAuthError as error:  # the provider's own refusal, or a state that it did not get from us
            raise Refused(
                "expired" if error.error == "mismatching_state" else "refused", error.error
            ) from error
        except HTTPError as error:
            raise Refused("unreachable", type(error).__name__) from error
        except (JoseError, AuthlibBaseError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise Refused("invalid", getattr(error, "error", type(error).__name__)) from error
        claims = token.get("userinfo")
        if not claims:
            raise Refused("invalid", "no_id_token")
        email = claims.get("email") if claims.get("email_verified") is True else None
        return Person(str(claims["sub"]), email if isinstance(email, str) else None)

    async def _metadata(self) -> None:
        """Raises ValueError when what answers is not the provider that was configured."""
        found = await self._provider.load_server_metadata()
        if str(found.get("issuer")).rstrip("/") != self._issuer:
            found.pop("_loaded_at", None)  # asked again at the next attempt
            raise ValueError("another issuer")
        offered = found.get("id_token_signing_alg_values_supported") or SIGNED[:1]
        found["id_token_signing_alg_values_supported"] = [each for each in offered if each in SIGNED]
