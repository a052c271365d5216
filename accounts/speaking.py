"""In which language the portal speaks with somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase  # noqa: TID251
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import Person


def chosen_language(person: Person | AnonymousUser) -> str | None:
    """The code of the language that the person chose; None where none that is offered is."""
    chosen = person.language if person.is_authenticated else ""
    return chosen if chosen in dict(settings.LANGUAGES) else None


class GuestsLanguageMiddleware(LocaleMiddleware):
    """Speaks the language that was chosen in this browser, else the one that it asks for."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        patch_vary_headers(response, ("Cookie",))
        return super().process_response(request, response)


class OwnLanguageMiddleware:
    """Speaks with a signed-in person in the language of their profile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (language := chosen_language(request.user)) is None:
            return self.get_response(request)
        with translation.override(language):
            response = self.get_response(request)
            response.headers["Content-Language"] = language
        return response
