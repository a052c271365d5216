from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import listing, numbering, presenting, signing_in
from accounts.forms.people import LanguageForm, NumberForm, PeopleFilter
from accounts.forms.profile import languages
from accounts.models import Person
from accounts.recent_sign_in import recently
from accounts.settling import NotPossibleError
from accounts.signed_in import SignedInRequest
from accounts.views.postings import shown_postings
from district_portal import audit
from district_portal.district.current import today
from district_portal.permissions import can, get_or_404, needs, visible
from district_portal.ui import panels
from district_portal.ui.paging import page

SHOWN = 10
"""Acts of somebody's history that stand on their page; the trail has the others."""


@needs("people.list")
def people(request: SignedInRequest) -> HttpResponse:
    """Everyone whom the person may see."""
    form = PeopleFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = listing.listed(visible(Person.objects.all(), request.user, "people.list"), **chosen)
    context = {
        "filter_form": form,
        "people": page(rows, request),
        "may_see_roles": can(request.user, "roles.view"),
        "may_import": can(request.user, "roster.import"),
        "may_enter": can(request.user, "places.post"),
    }
    return render(request, "accounts/people.html", context)


@needs("people.view")
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person: postings, roles, and what other parts know of them."""
    people = Person.objects.annotate(**panels.brought("person", request))
    somebody = get_or_404(people, request.user, "people.view", pk=pk)
    context = {
        "person": somebody,
        **shown_postings(request, somebody),
        "grants": somebody.grants.still_on(today()).select_related("place", "granted_by"),
        "day": today(),
        "may_grant": somebody.is_active and can(request.user, "roles.grant"),
        "may_see_access": can(request.user, "access.view", somebody),
        "may_number": somebody.number is None and can(request.user, "people.number"),
        "may_choose_language": somebody != request.user
        and can(request.user, "people.language", somebody),
        "language": dict(languages()).get(somebody.language),
        "may_invite": can(request.user, "people.invite", somebody),
        "history": _latest_acts(request, somebody)
        if can(request.user, "people.history", somebody)
        else None,
    }
    return render(request, "accounts/person.html", context)


def _latest_acts(request: SignedInRequest, somebody: Person) -> QuerySet[Any]:
    """What was done about somebody, as far as the reader may see it, the newest first."""
    acts = visible(audit.events(person_id=somebody.pk), request.user, "audit.search")
    return acts.order_by("-at", "-id")[:SHOWN]


@needs("people.number")
@recently("POST")
def number(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter the employee number of somebody who has none."""
    without = Person.objects.filter(number=None)
    somebody = get_or_404(without, request.user, "people.number", pk=pk)
    form = NumberForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            numbering.give(somebody, by=request.user, **form.cleaned_data)
        except NotPossibleError as refused:
            form.add_error(refused.field, refused.words)
        else:
            messages.success(request, _("The number is entered. The next HR sheet may name it."))
            return redirect("people:person", pk=pk)
    return render(request, "accounts/number.html", {"form": form, "person": somebody})


@needs("people.language")
def language(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose the language of somebody who does not do so themselves."""
    others = Person.objects.exclude(pk=request.user.pk)
    somebody = get_or_404(others, request.user, "people.language", pk=pk)
    form = LanguageForm(request.POST or None, initial={"language": somebody.language})
    if form.is_bound and form.is_valid():
        presenting.speak(somebody, by=request.user, language=form.cleaned_data["language"])
        messages.success(request, _("Saved. Pages and mails come in that language from now on."))
        return redirect("people:person", pk=pk)
    return render(request, "accounts/language.html", {"form": form, "person": somebody})


@require_POST
@needs("people.invite")
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mail one person the link for a password."""
    somebody = get_or_404(Person.objects.all(), request.user, "people.invite", pk=pk)
    if signing_in.invite(somebody, by=request.user):
        messages.success(request, _("A link to choose a password is on its way."))
    else:
        messages.warning(
            request,
            _("No link was sent: there is no e-mail address, or one was sent this minute."),
        )
    return redirect("people:person", pk=pk)
