"""Speak OpenID Connect with a provider, and believe only what its signed ID token says.

allauth brings the flow, its state and PKCE; added here are the nonce, the signature (OpenID
Connect Core 1.0, 3.1.3.7), and the organization that the account must belong to.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import TYPE_CHECKING, Any, ClassVar

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers import registry
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialApp
    from django.http import HttpRequest  # noqa: TID251 – a name for the type
    from django.utils.functional import _StrPromise

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]
LEEWAY = 60
"""Seconds by which the clocks of portal and provider may differ."""
PURPOSES = {"in", "invited", "link", "again"}
"""To sign in; to sign in by an invitation; to link while signed in; to prove it once more."""


class RefusedError(OAuth2Error):
    """The provider answered, and its answer opens no door here; `words` tell the person why."""

    words: ClassVar[_StrPromise] = _("The answer could not be checked. Please try once more.")


class OtherOrganizationError(RefusedError):
    words = _("That account does not belong to the district. Choose your district account.")


class OidcClient(OpenIDConnectOAuth2Adapter):
    """One exchange with one provider."""

    _nonce = ""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The address that is registered with the provider; never one that the visitor chose."""
        return settings.PORTAL_ADDRESS + reverse("oidc_callback", args=[self.provider_id])

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: Any = None
    ) -> dict[str, Any]:
        self._nonce = nonce_of(pkce_code_verifier or "")
        data: dict[str, Any] = super().get_access_token_data(
            request, app, client, pkce_code_verifier=pkce_code_verifier
        )
        if not data.get("id_token"):
            raise RefusedError("no ID token")
        return data

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any
    ) -> Any:
        claims = self._decode_id_token(app, kwargs["response"]["id_token"])
        return self.get_provider().sociallogin_from_response(request, claims)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The claims of a token that is signed, for us, for this very question, and in time."""
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key(id_token),
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise RefusedError(f"ID token: {error}") from error
        if claims["nonce"] != self._nonce or claims.get("azp", app.client_id) != app.client_id:
            raise RefusedError("ID token: it answers another question")
        check_organization(claims, app.settings)
        return claims

    def _key(self, id_token: str) -> jwt.PyJWK:
        header = jwt.get_unverified_header(id_token)
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        return jwt.PyJWKSet.from_dict(answer.json())[header["kid"]]


class OidcProvider(OpenIDConnectProvider):
    """What differs between Google, Microsoft and others stands in the app's settings."""

    id = "elsewhere"
    package = "accounts"
    pkce_enabled_default = True
    oauth2_adapter_class = OidcClient

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("oidc_login", args=[self.app.provider_id])

    def get_callback_url(self) -> str:
        return reverse("oidc_callback", args=[self.app.provider_id])

    def get_pkce_params(self) -> dict[str, Any]:
        """The challenge, and with it the nonce, which is bound to the same secret."""
        params: dict[str, Any] = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """What the visitor may say: why they come and where they want to go, nothing else.

        The provider is always asked to say when it asked them last (OpenID Connect Core, 5.5).
        """
        purpose = request.POST.get("purpose", "in")
        purpose = purpose if purpose in PURPOSES else "in"
        params = self.get_auth_params()
        params |= {"claims": json.dumps({"id_token": {"auth_time": {"essential": True}}})}
        if purpose == "again":
            params |= self._asking_again()
        return {
            "process": "redirect" if purpose in {"link", "again"} else "login",
            "next_url": _next_url(request),
            "data": {
                "purpose": purpose,
                "invited": request.POST.get("invited", "")[:20],
                "asked_at": time.time(),
            },
            "auth_params": params,
            "scope": self.get_default_scope(),
        }

    def _asking_again(self) -> dict[str, str]:
        """What makes the provider ask again (OpenID Connect Core, 3.1.2.1); Google has nothing."""
        return {"max_age": "0"} | ({"prompt": "login"} if self.app.settings["asks_again"] else {})

    def extract_uid(self, data: dict[str, Any]) -> str:
        """`sub`; at Microsoft, whose `sub` differs from app to app, `tid` and `oid`."""
        if "tenant" in self.app.settings:
            return f"{data['tid']}.{data['oid']}".lower()
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is kept: the address that tells one's accounts apart on the page, never trusted."""
        shown = data.get("email") or data.get("preferred_username") or ""
        return {"shown": str(shown)[:254], "auth_time": data.get("auth_time")}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


def check_organization(claims: dict[str, Any], pinned: dict[str, Any]) -> None:
    """Raise OtherOrganizationError unless the account is the district's, by the signed claims."""
    if "domains" in pinned and str(claims.get("hd", "")).lower() not in pinned["domains"]:
        raise OtherOrganizationError("hd")
    if "tenant" in pinned and (
        str(claims.get("tid", "")).lower() != pinned["tenant"] or not claims.get("oid")
    ):
        raise OtherOrganizationError("tid")


def nonce_of(verifier: str) -> str:
    """The nonce that belongs to a PKCE verifier, which never leaves this server's session."""
    digest = hashlib.sha256(b"nonce:" + verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _next_url(request: HttpRequest) -> str | None:
    from allauth.account.utils import get_next_redirect_url  # noqa: PLC0415 – it needs the models

    url: str | None = get_next_redirect_url(request)
    return url


registry.register(OidcProvider)
provider_classes = [OidcProvider]
