from __future__ import annotations

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal.statekit import get_states
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from requests import RequestException

from accounts import elsewhere, recent_sign_in
from accounts.provider import OidcClient
from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs, public


@public
@never_cache
def begin(request: HttpRequest, provider_id: str, purpose: str = "in") -> HttpResponseBase:
    """One button that leads to the provider; pressed, it does."""
    offer = _offer(provider_id)
    if request.method != "POST":
        to = get_next_redirect_url(request) or ""
        ways = get_account_adapter().get_reauthentication_methods(request.user)
        others = [way for way in ways if way["url"] != request.path] if purpose == "again" else []
        context = {"offer": offer, "purpose": purpose, "next": to, "others": others}
        return render(request, "socialaccount/login.html", context)
    if request.POST.get("purpose") == "again":
        request.back_to = get_next_redirect_url(request) or ""  # type: ignore[attr-defined]
    return _speak(request, provider_id, OAuth2LoginView)


@public
@never_cache
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The provider's answer. What waited for a recent sign-in goes on from here, or later."""
    _offer(provider_id)
    request.back_to = back_to = _back_to(request)  # type: ignore[attr-defined]
    response = _speak(request, provider_id, OAuth2CallbackView)
    proved_again = getattr(request, "proved_again", False)
    if proved_again and (to := response.headers.get("Location")):
        request.GET = QueryDict(urlencode({"next": to}))
        return resume_request(request) or response
    not_gone_on = reverse("socialaccount_login_cancelled")
    if back_to and response.headers.get("Location") == not_gone_on:
        return redirect(f"{not_gone_on}?{urlencode({'next': back_to})}")
    return response


@public
def cancelled(request: HttpRequest) -> HttpResponseBase:
    """They came back without an answer; what waited for one still does."""
    to = get_next_redirect_url(request) or ""
    context = {"next": to, "is_kept": recent_sign_in.is_kept(request, to)}
    return render(request, "socialaccount/login_cancelled.html", context)


@needs("people.view")
@recent_sign_in.recently("GET")
def linked(request: SignedInRequest) -> HttpResponseBase:
    """The accounts elsewhere with which I may sign in."""
    accounts = list(SocialAccount.objects.filter(user=request.user).order_by("pk"))
    offers = {offer.id: offer for offer in elsewhere.offered()}
    context = {
        "accounts": [(account, offers.get(account.provider)) for account in accounts],
        "offers": list(offers.values()),
        "only_way": len(accounts) == 1 and not request.user.has_usable_password(),
    }
    return render(request, "socialaccount/connections.html", context)


@require_POST
@needs("people.view")
@recent_sign_in.recently("POST")
def unlink(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Sign in with that account no longer."""
    if elsewhere.unlink(request.user, pk=pk):
        messages.success(request, _("That account is no longer linked."))
    else:
        messages.error(request, _("This is your only way to sign in. Choose a password first."))
    return redirect("socialaccount_connections")


def _offer(provider_id: str) -> elsewhere.Offer:
    for offer in elsewhere.offered():
        if offer.id == provider_id:
            return offer
    raise Http404


def _back_to(request: HttpRequest) -> str:
    """Where who is asked once more came from: the exchange, which ends with the answer, knows."""
    asked = get_states(request).get(request.GET.get("state", ""))
    state = asked[0] if asked else {}
    return str(state.get("next", "")) if state.get("data", {}).get("purpose") == "again" else ""


def _speak(
    request: HttpRequest, provider_id: str, view: type[OAuth2LoginView | OAuth2CallbackView]
) -> HttpResponseBase:
    """One exchange; a provider that is down is a page that says so."""
    try:
        response: HttpResponseBase = view.adapter_view(OidcClient(request, provider_id))(request)
    except SocialApp.DoesNotExist as gone:
        raise Http404 from gone
    except (RequestException, KeyError) as down:
        provider = get_adapter(request).get_provider(request, provider_id)
        response = render_authentication_error(request, provider, exception=down, extra_context={})
    return response
