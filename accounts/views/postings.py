"""Hire, move, leave, return, end, correct, cancel: each on a page, checked before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import cancelling, consequences, entering, settling
from accounts.forms.acts import ActForm
from accounts.forms.places import NewPersonForm
from accounts.forms.postings import ON_PERSON, ON_POSTING
from accounts.models import Person, Place, Posting
from accounts.recent_sign_in import recently
from accounts.settling import NotPossibleError
from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import can, get_or_404, needs, reaches, visible

T = TypeVar("T")
NAMESAKES = 5
"""So many people of the same name are shown."""


@needs("people.move")
@recently("POST")
def act(request: SignedInRequest, pk: int, act: str) -> HttpResponse:
    """One act on a person: hire, move, leave, return, end, or add a posting."""
    permission = "people.end" if act == "end" else "people.move"
    somebody = get_or_404(Person.objects.all(), request.user, permission, pk=pk)
    if act not in ON_PERSON:
        raise Http404
    rows = settling.primary(settling.all_of(somebody))
    here = settling.holding(rows, today()) or next((r for r in rows if r.since > today()), None)
    if act in ("hire", "add"):
        here = None
    elif here and act != "end" and here not in _within_reach(request.user, somebody):
        raise Http404
    return _act(request, somebody, ON_PERSON[act], here, act)


@needs("postings.change")
@recently("POST")
def act_on_posting(request: SignedInRequest, pk: int, posting: int, act: str) -> HttpResponse:
    """One act on a posting of a person: change, end, make primary, correct, cancel."""
    if act not in ON_POSTING:
        raise Http404
    rows = Posting.objects.filter(person=pk).select_related("person", "place", "supervisor")
    row = get_or_404(rows, request.user, "postings.change", pk=posting)
    somebody = get_or_404(Person.objects.all(), request.user, "people.move", pk=pk)
    return _act(request, somebody, ON_POSTING[act], row, act)


@needs("places.post")
@recently("POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Enter a person by hand, with their first posting."""
    places = visible(Place.objects.open(), request.user, "places.post")
    form = NewPersonForm(request.POST if request.method == "POST" else None, places=places)
    is_checked = form.is_bound and form.is_valid() and "change" not in request.POST

    def enter() -> Person:
        return entering.enter(by=request.user, **form.chosen())

    if is_checked:
        is_checked, _done = _tried(form, lambda: consequences.rehearse(enter))
    if is_checked and "confirmed" in request.POST:
        is_checked, person = _tried(form, lambda: consequences.carry_out(enter))
        if person:
            messages.success(request, _("%(name)s is entered.") % {"name": person})
            return redirect("people:person", pk=person.pk)
    chosen = form.cleaned_data if is_checked else {}
    context = {
        "form": form,
        "is_checked": is_checked,
        **(_namesakes(request, chosen) if chosen else {}),
    }
    return render(request, "accounts/new_person.html", context)


def _namesakes(request: SignedInRequest, chosen: dict[str, Any]) -> dict[str, Any]:
    """Who has the name already: whom the reader may see, and whether others work elsewhere."""
    same = entering.namesakes(chosen["given_name"], chosen["family_name"])
    known = list(visible(same, request.user, "people.view")[:NAMESAKES])
    others = same.filter(is_active=True).exclude(pk__in=[person.pk for person in known])
    return {"namesakes": known, "others": len(known) < NAMESAKES and others.exists()}


def shown_postings(request: SignedInRequest, person: Person) -> dict[str, Any]:
    """What a person's page shows of their postings, newest first, and what the reader can do."""
    may_move = can(request.user, "people.move", person)
    within = reaches(request.user, "postings.change", Posting)
    rows = settling.all_of(person, is_within_reach=within)
    within_reach = {row for row in rows if row.is_within_reach} if may_move else set()
    here = settling.holding(settling.primary(rows), today())
    shown = [
        {
            "posting": row,
            "planned": row.since > today(),
            "over": row.until is not None and row.until < today(),
            "acts": _acts(row, rows) if row in within_reach else [],
        }
        for row in reversed(rows)
    ]
    names = ["add"] if here else ["hire"]
    if here in within_reach:
        names = ["move", "return" if here and here.on_leave else "leave", *names]
    if here and may_move and can(request.user, "people.end", person):
        names.append("end")
    return {
        "postings": shown,
        "here": here,
        "begins_on": next((row.since for row in rows if row.since > today()), None),
        "acts": [(name, ON_PERSON[name].title) for name in names] if may_move else [],
    }


def _within_reach(by: Person, person: Person) -> set[Posting]:
    """The postings of `person` that `by` may change."""
    return set(visible(person.postings.all(), by, "postings.change"))


def _acts(row: Posting, rows: list[Posting]) -> list[tuple[str, Any]]:
    if row.since > today():
        names = ["cancel"]
    else:
        names = ["correct", "remove"]
        if not row.primary and (row.until is None or row.until >= today()):
            names += ["change", "primary", "finish"]
    if cancelling.can_go_on(row, rows):
        names.append("stay")
    return [(name, ON_POSTING[name].title) for name in names]


def _act(
    request: SignedInRequest,
    somebody: Person,
    form_class: type[ActForm],
    row: Posting | None,
    act: str,
) -> HttpResponse:
    places = visible(Place.objects.open(), request.user, "places.post")
    posted = request.POST if request.method == "POST" else None
    form = form_class(posted, person=somebody, posting=row, places=places)
    is_checked = form.is_bound and form.is_valid() and "change" not in request.POST

    def carry_out() -> Posting | None:
        return form.carry_out(by=request.user)

    if is_checked:
        is_checked, _done = _tried(form, lambda: consequences.rehearse(carry_out))
    if is_checked and "confirmed" in request.POST:
        is_checked, _done = _tried(form, lambda: consequences.carry_out(carry_out))
        if is_checked:
            messages.success(request, _("Done. It is entered for %(name)s.") % {"name": somebody})
            return redirect("people:person", pk=somebody.pk)
    context: dict[str, Any] = {"form": form, "person": somebody, "posting": row, "act": act}
    if is_checked:
        context |= {"is_checked": True, **_what_follows(form, somebody, act)}
    return render(request, "accounts/posting_act.html", context)


def _what_follows(form: ActForm, somebody: Person, act: str) -> dict[str, Any]:
    chosen = form.cleaned_data
    last = chosen.get("last_day")
    day = last + settling.A_DAY if last else chosen.get("on") or chosen.get("since") or today()
    prospect = consequences.Prospect(
        somebody,
        day,
        gone=act == "end",
        away=act == "leave",
        at_once=bool(chosen.get("at_once")),
    )
    rows = settling.all_of(somebody)
    if act == "remove" and form.posting:
        return {"prospect": prospect, "said": consequences.of_removal(form.posting, roster=rows)}
    said = [] if act in ("correct", "cancel", "stay") else consequences.told(prospect, roster=rows)
    return {"prospect": prospect, "said": said}


def _tried(form: Any, act: Callable[[], T]) -> tuple[bool, T | None]:
    """Whether the rules have no objection to `act`, and its answer; one goes beside its field."""
    try:
        return True, act()
    except NotPossibleError as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, refused.words)
        return False, None
