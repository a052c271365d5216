from __future__ import annotations

import time

from allauth.account import views as allauth_views
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import devices, second_factor, signing_out
from accounts.models import Person
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs, public

SECONDS = 0.4
"""How long asking for a link takes, whether the address is known or not."""


@public
def ask_for_link(request: HttpRequest) -> HttpResponseBase:
    """Allauth's page, which takes as long for an unknown address as for a known one."""
    began = time.monotonic()
    response: HttpResponseBase = allauth_views.password_reset(request)
    if request.method == "POST":
        time.sleep(max(0.0, began + SECONDS - time.monotonic()))
    return response


@needs("people.view")
def where(request: SignedInRequest) -> HttpResponseBase:
    """Where I am signed in."""
    rows = devices.of(request.user, here=request.session.session_key)
    return render(request, "usersessions/usersession_list.html", {"sign_ins": rows})


@require_POST
@needs("people.view")
def end_one(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Sign me out on one other device."""
    if signing_out.end_one(request.user, pk=pk, but=request.session.session_key):
        messages.success(request, _("You are signed out there."))
    return redirect("usersessions_list")


@require_POST
@needs("people.view")
def end_others(request: SignedInRequest) -> HttpResponseBase:
    """Sign me out everywhere but here."""
    signing_out.sign_out(request.user, by=request.user, but=request.session.session_key)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("usersessions_list")


@require_POST
@needs("sign_ins.end")
@recently("POST")
def sign_out(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Sign somebody out everywhere."""
    person = get_or_404(Person.objects.all(), request.user, "sign_ins.end", pk=pk)
    if signing_out.sign_out(person, by=request.user):
        messages.success(request, _("%(name)s is signed out everywhere.") % {"name": person})
    else:
        messages.info(request, _("%(name)s was not signed in anywhere.") % {"name": person})
    return redirect("people:person", pk=pk)


@require_POST
@needs("sign_ins.end")
@recently("POST")
def reset_factors(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Remove the second factors of somebody whose device is lost."""
    person = get_or_404(Person.objects.all(), request.user, "sign_ins.end", pk=pk)
    try:
        removed = second_factor.reset(person, by=request.user)
    except second_factor.OwnFactorsError:
        messages.error(request, _("Ask another administrator: nobody resets their own."))
    except second_factor.HigherError:
        messages.error(request, _("Only who gives roles resets the second factor of who does."))
    else:
        text = _("%(name)s starts anew.") if removed else _("%(name)s has no second factor.")
        messages.success(request, text % {"name": person})
    return redirect("people:person", pk=pk)
