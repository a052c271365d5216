"""Show by a mailed link that it is you, or choose a password by one."""

from __future__ import annotations

from http import HTTPStatus

from allauth.account import views as allauth_views
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url, url_str_to_user_pk
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import proving_by_mail, throttling
from accounts.arriving import LINK_KEY
from accounts.models import Person
from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs, public


@public
def choose(request: HttpRequest, uidb36: str, key: str) -> HttpResponseBase:
    """Allauth's page for a mailed link; one that works makes this browser known.

    So its owner gets in by their password too while others guess at it.
    """
    page: HttpResponseBase = allauth_views.password_reset_from_key(request, uidb36=uidb36, key=key)
    if page.status_code == HTTPStatus.FOUND and request.session.get(LINK_KEY) == key:
        owner = Person.objects.get(pk=url_str_to_user_pk(uidb36))
        throttling.remember_device(request, page, owner)
    return page


@needs("people.view")
def ask(request: SignedInRequest) -> HttpResponseBase:
    """Have a link mailed; what waits goes on where it was once it is opened."""
    to = get_next_redirect_url(request) or ""
    if request.method != "POST":
        return render(request, "account/prove_by_mail.html", {"next": to})
    if not proving_by_mail.send(request, request.user, next_url=to):
        messages.info(request, _("A link was sent this minute. Look in your mailbox."))
    return render(request, "account/prove_by_mail_sent.html", {"next": to})


@never_cache
@needs("people.view")
def open_link(request: SignedInRequest, key: str) -> HttpResponseBase:
    """The link was opened: go on with what waited for it."""
    to = proving_by_mail.take(request, request.user, key=key)
    if to is None:
        return render(request, "account/prove_by_mail_failed.html", status=410)
    request.GET = QueryDict(urlencode({"next": to or "/"}))
    return resume_request(request) or redirect("home")
