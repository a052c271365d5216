"""In which language the portal speaks with somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse  # noqa: TID251
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import Person


def chosen_language(person: Person | AnonymousUser) -> str | None:
    """The code of the language that the person chose; None where the browser decides.

    One in which there are no pages counts as none: mails alone are written in it.
    """
    chosen = person.language if person.is_authenticated else ""
    return chosen if chosen in settings.PAGE_LANGUAGES else None


class BrowsersLanguageMiddleware(LocaleMiddleware):
    """Speaks the language that the browser asks for, where there are pages in it."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if translation.get_language() not in settings.PAGE_LANGUAGES:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE


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
