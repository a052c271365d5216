"""Places as a tree, a page for each, and who works under whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import arranging_places, supervising
from accounts import places as tree_of_places
from accounts.forms.places import CloseForm, HeadForm, PlaceForm, ThereFilter
from accounts.models import Person, Place, Posting
from accounts.recent_sign_in import recently
from accounts.settling import NotPossibleError
from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, get_or_404, needs, visible
from district_portal.ui.paging import page

UNFOLDED = 20
"""So many people below each supervisor are shown without opening that supervisor's page."""


@needs("places.view")
def places(request: SignedInRequest) -> HttpResponse:
    """The tree of places, with heads and counts; closed ones folded."""
    may_change = can(request.user, "places.change")
    context = {"tops": tree_of_places.tree(), "may_change": may_change}
    return render(request, "accounts/places.html", context)


@needs("places.view")
def place(request: SignedInRequest, pk: int) -> HttpResponse:
    """One place: its head, the places around it, and who works there."""
    place = _place(request, pk, "places.view")
    children = list(place.children.select_related("head"))
    form = ThereFilter(request.GET, has_below=bool(children))
    chosen = form.cleaned_data if form.is_valid() else {}
    there = page(tree_of_places.posted_at(place, **chosen), request)
    context = {
        "place": place,
        "filter_form": form,
        "there": there,
        "known": _known(request, [row.person_id for row in there]),
        "below": [child for child in children if not child.is_closed],
        "closed": [child for child in children if child.is_closed],
        "may_change": can(request.user, "places.change", place),
    }
    return render(request, "accounts/place.html", context)


@needs("people.stand")
def supervision(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is above one person, and who below, two levels of them."""
    everyone = Person.objects.filter(is_active=True)
    person = get_or_404(everyone, request.user, "people.stand", pk=pk)
    below = page(supervising.directly_below(person.pk), request)
    leading = {row.person_id for row in below if row.below}
    under: dict[int, list[Posting]] = {}
    if leading:
        for row in supervising.directly_below(*leading, at_most=UNFOLDED):
            under.setdefault(row.supervisor_id or 0, []).append(row)
    held, above = supervising.line_above(person)
    context = {
        "person": person,
        "held": held,
        "above": above[::-1],
        "below": below,
        "under": under,
        "unfolded": UNFOLDED,
        "known": _known(request, [person.pk]),
    }
    return render(request, "accounts/supervision.html", context)


@needs("places.change")
def new(request: SignedInRequest) -> HttpResponse:
    """Enter a new place."""
    form = PlaceForm(_posted(request), initial={"parent": request.GET.get("in")})
    if form.is_bound and form.is_valid():
        try:
            made = arranging_places.open_place(by=request.user, **form.cleaned_data)
        except NotPossibleError as refused:
            _object(form, refused)
        else:
            messages.success(request, _("%(place)s is entered.") % {"place": made})
            return redirect("people:place", pk=made.pk)
    return render(request, "accounts/place_form.html", {"form": form})


@needs("places.change")
@recently("POST")
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rename a place, or move it in the tree."""
    place = _place(request, pk, "places.change")
    form = PlaceForm(_posted(request), instance=Place.objects.get(pk=place.pk))
    if form.is_bound and form.is_valid():
        try:
            arranging_places.change(place, by=request.user, as_shown=True, **form.cleaned_data)
        except NotPossibleError as refused:
            _object(form, refused)
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("people:place", pk=pk)
    return render(request, "accounts/place_form.html", {"form": form, "place": place})


@needs("places.change")
@recently("POST")
def head(request: SignedInRequest, pk: int) -> HttpResponse:
    """Appoint the head of a place."""
    place = _place(request, pk, "places.change")
    form = HeadForm(_posted(request), place=place)
    if form.is_bound and form.is_valid():
        try:
            arranging_places.appoint_head(place, head=form.cleaned_data["head"], by=request.user)
        except NotPossibleError as refused:
            _object(form, refused)
        else:
            messages.success(request, _("Saved. Whoever decides now finds it in the queue."))
            return redirect("people:place", pk=pk)
    return render(request, "accounts/place_head.html", {"form": form, "place": place})


@needs("places.change")
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a place from a day on."""
    place = _place(request, pk, "places.change")
    form = CloseForm(_posted(request))
    if form.is_bound and form.is_valid():
        try:
            arranging_places.close(place, by=request.user, **form.cleaned_data)
        except NotPossibleError as refused:
            _object(form, refused)
        else:
            messages.success(request, _("%(place)s is closed.") % {"place": place})
            return redirect("people:place", pk=pk)
    return render(request, "accounts/place_close.html", {"form": form, "place": place})


@require_POST
@needs("places.change")
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a closed place again."""
    place = _place(request, pk, "places.change")
    try:
        arranging_places.reopen(place, by=request.user)
    except NotPossibleError as refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, _("%(place)s is open.") % {"place": place})
    return redirect("people:place", pk=pk)


def _place(request: SignedInRequest, pk: int, permission: str) -> Place:
    places = Place.objects.select_related("head", "parent__parent")
    return get_or_404(places, request.user, permission, pk=pk)


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _object(form: Any, refused: NotPossibleError) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, refused.words)


def _known(request: SignedInRequest, people: list[int]) -> set[int]:
    """Those of `people` (ids) whose own page the reader may open."""
    found = visible(Person.objects.filter(pk__in=people), request.user, "people.view")
    return set(found.values_list("pk", flat=True))
