from __future__ import annotations

import datetime as dt

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import recent_sign_in
from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import get_or_404, needs
from district_portal.ui import panels
from policies import redlining
from policies.acknowledgments import assigning, reading, signing
from policies.acknowledgments.forms.checking import CheckForm
from policies.acknowledgments.forms.signing import SigningForm
from policies.acknowledgments.models import Assignment
from policies.acknowledgments.views import keeping, to_read

LONGEST_BROWSER = 500


@keeping.nothing_lost
@needs("acknowledgments.sign")
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read a version and sign it; the password is asked for again when it was given long ago."""
    asked = assignment(request, pk)
    if asked.signature_id and not asked.asked_again_at:
        return redirect("acknowledgments:receipt", asked.signature_id)
    if not may_sign(asked):
        return _no_longer(request, asked)
    opened_at = keeping.opened_at(request, pk)
    form = SigningForm(request.POST or None, person=asked.person)
    if request.method == "POST" and form.is_valid():
        return _sign(request, asked, form.cleaned_data["typed_name"], opened_at)
    return page(request, asked, form=form)


def assignment(request: SignedInRequest, pk: int) -> Assignment:
    """What the person is asked to sign, by its number."""
    return get_or_404(
        Assignment.objects.with_leave(today())
        .annotate(**panels.brought("sign", request))
        .select_related("version__policy", "person", "requirement__packet"),
        request.user,
        "acknowledgments.sign",
        pk=pk,
    )


def may_sign(asked: Assignment) -> bool:
    """Whether it still waits for a signature, be it that it was closed without one."""
    if asked.ended_at is None:
        return True
    return bool(asked.closing and reading.may_still_sign(asked.closing))


def _sign(
    request: SignedInRequest, asked: Assignment, typed_name: str, opened_at: dt.datetime
) -> HttpResponse:
    try:
        signature = signing.sign(
            asked.person,
            asked.version,
            typed_name=typed_name,
            address=address_of(request),
            browser=request.headers.get("User-Agent", "")[:LONGEST_BROWSER],
            opened_at=opened_at,
            signed_in_at=recent_sign_in.proved_at(request),
        )
    except signing.SignInFirstError:
        keeping.keep_typed(request, asked.pk, request.POST)
        return redirect(_password_first(asked.pk))
    except signing.QuestionsOpenError:
        return _answer_first(request, asked)
    except signing.NotAskedError:
        return redirect("acknowledgments:sign", asked.pk)
    keeping.forget(request, asked.pk)
    return redirect("acknowledgments:receipt", signature.pk)


def page(
    request: SignedInRequest,
    asked: Assignment,
    *,
    form: SigningForm | None = None,
    check: CheckForm | None = None,
) -> HttpResponse:
    """The page to read and sign, with `form` or `check` as they were just sent."""
    typed = keeping.take_typed(request, asked.pk)
    found = to_read.context(asked, check=check, typed=typed)
    if form is None or not form.is_bound:
        form = SigningForm(person=asked.person, initial=typed)
    elif found["check"].is_open:
        return _answer_first(request, asked)
    context = {
        **found,
        "form": form,
        "forms": [found["check"]],
        "came_back": bool(typed),
        "ask_url": _where_to_ask(asked),
        "beside": panels.beside("sign", request, asked),
        "check_action": reverse("acknowledgments:answer", args=[asked.pk]),
    }
    return render(request, "acknowledgments/sign.html", context)


def _where_to_ask(asked: Assignment) -> str:
    """The address at which one asks about a clause, up to its key; it leads back here."""
    version = asked.version
    address = reverse("questions:ask", args=[version.policy.slug, version.number])
    return f"{address}?task={asked.pk}&clause="


def _answer_first(request: SignedInRequest, asked: Assignment) -> HttpResponse:
    """Keep what was typed: a question came up while the page was open."""
    keeping.keep_typed(request, asked.pk, request.POST)
    words = _(
        "There are questions to answer before you sign. They came while your page was open, or "
        "were changed. What you typed is kept."
    )
    messages.warning(request, words)
    return redirect(f"{reverse('acknowledgments:sign', args=[asked.pk])}#check")


def _no_longer(request: SignedInRequest, asked: Assignment) -> HttpResponse:
    policy = asked.version.policy
    if asked.asked_again_at and (beside := assigning.beside(asked)):
        return redirect("acknowledgments:sign", beside.pk)
    newer = reading.open_assignment(asked.person, policy)
    redline = None
    if newer and newer.version.number > asked.version.number:
        redline = redlining.between(asked.version, newer.version)
    context = {
        "assignment": asked,
        "version": asked.version,
        "newer": newer,
        "redline": redline,
        "in_force": policy.in_force,
    }
    return render(request, "acknowledgments/no_longer.html", context)


def _password_first(pk: int) -> str:
    back = reverse("acknowledgments:sign", args=[pk])
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': f'{back}#sign'})}"


def address_of(request: HttpRequest) -> str | None:
    """The network address, through the proxies that the settings trust; None when unknown."""
    try:
        address: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return None
    return address
