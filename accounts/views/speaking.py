from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import presenting
from district_portal.permissions import public

KEPT = 365 * 24 * 3600
"""Seconds for which a browser remembers the language."""


@public
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language: remembered by the browser, and by the profile of who is signed in."""
    chosen = request.POST.get("language", "")
    if request.method != "POST" or chosen not in dict(settings.LANGUAGES):
        return render(request, "accounts/choose_language.html", {"languages": settings.LANGUAGES})
    if request.user.is_authenticated:
        presenting.present(request.user, {"language": chosen})
    answer = redirect(get_next_redirect_url(request) or "/")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer
