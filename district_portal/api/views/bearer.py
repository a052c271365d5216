from __future__ import annotations

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from accounts.throttling import TooManyError, admit_to
from district_portal.api import using
from district_portal.api.models import Token
from district_portal.api.problems import RefusedError

WRONG = 60
"""So many wrong tokens a minute one network address may show."""
CHALLENGE = "WWW-Authenticate"


class Bearer(HttpBearer):
    """A token in the header Authorization; neither cookies nor addresses count."""

    def __call__(self, request: HttpRequest) -> Token:
        """The token that is shown. Raises RefusedError."""
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.openapi_scheme or not text:
            raise _unknown(_("Show a token in the header Authorization: Bearer."), "Bearer")
        return self.authenticate(request, text.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """The token of that text, counted and noted. Raises RefusedError."""
        found = using.holder(token)
        try:
            if found is None:
                admit_to("api-wrong", address=_address(request), most=WRONG)
                why = _("This token opens nothing: it is unknown, revoked or over.")
                raise _unknown(why, 'Bearer error="invalid_token"')
            using.admit(found)
        except TooManyError as many:
            raise RefusedError(
                HTTPStatus.TOO_MANY_REQUESTS,
                _("Too many questions in a minute. Wait a little."),
                headers={"Retry-After": str(many.seconds)},
            ) from many
        using.note(found)
        return found


def _address(request: HttpRequest) -> str:
    """The network address of who asks; all whose address can't be told count together."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""


def _unknown(detail: str, challenge: str) -> RefusedError:
    return RefusedError(HTTPStatus.UNAUTHORIZED, detail, headers={CHALLENGE: challenge})
