"""Hire, move, leave, return, end, correct, cancel: each on a page, checked before it is done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import cancelling, consequences, entering, settling
from accounts.forms.places import NewPersonForm
from accounts.forms.postings import ON_PERSON, ON_POSTING, ActForm
from accounts.models import Person, Place, Posting
from accounts.recent_sign_in import recently
from accounts.settling import NotPossibleError
from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import get_or_404, needs, visible


@needs("people.move")
@recently("POST")
def act(request: SignedInRequest, pk: int, act: str) -> HttpResponse:
    """One act on a person: hire, move, leave, return, end, or add a posting."""
    somebody = get_or_404(Person.objects.all(), request.user, "people.move", pk=pk)
    if act not in ON_PERSON:
        raise Http404
    rows = settling.primary(settling.all_of(somebody))
    here = settling.holding(rows, today()) or next((r for r in rows if r.since > today()), None)
    return _act(request, somebody, ON_PERSON[act], None if act in ("hire", "add") else here, act)


@needs("people.move")
@recently("POST")
def act_on_posting(request: SignedInRequest, pk: int, posting: int, act: str) -> HttpResponse:
    """One act on a posting of a person: change, end, make primary, correct, cancel."""
    somebody = get_or_404(Person.objects.all(), request.user, "people.move", pk=pk)
    row = next((row for row in settling.all_of(somebody) if row.pk == posting), None)
    if act not in ON_POSTING or row is None:
        raise Http404
    return _act(request, somebody, ON_POSTING[act], row, act)


@needs("places.post")
@recently("POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Enter a person by hand, with their first posting."""
    places = visible(Place.objects.open(), request.user, "places.post")
    form = NewPersonForm(request.POST if request.method == "POST" else None, places=places)
    is_checked = form.is_bound and form.is_valid() and "change" not in request.POST
    if is_checked:
        is_checked = _fits(form, lambda: entering.enter(by=request.user, **form.chosen()))
    if is_checked and "confirmed" in request.POST:
        person = entering.enter(by=request.user, **form.chosen())
        messages.success(request, _("%(name)s is entered.") % {"name": person})
        return redirect("people:person", pk=person.pk)
    chosen = form.cleaned_data if is_checked else {}
    context = {
        "form": form,
        "is_checked": is_checked,
        "namesakes": entering.namesakes(chosen["given_name"], chosen["family_name"])
        if chosen
        else [],
    }
    return render(request, "accounts/new_person.html", context)


def shown_postings(person: Person, *, may_move: bool) -> dict[str, Any]:
    """What a person's page shows of their postings, newest first, and what can be done."""
    rows = settling.all_of(person)
    here = settling.holding(settling.primary(rows), today())
    shown = [
        {
            "posting": row,
            "planned": row.since > today(),
            "over": row.until is not None and row.until < today(),
            "acts": _acts(row, rows) if may_move else [],
        }
        for row in reversed(rows)
    ]
    on_person = ["move", "return" if here and here.on_leave else "leave", "add", "end"]
    acts = on_person if here else ["hire"]
    return {
        "postings": shown,
        "begins_on": next((row.since for row in rows if row.since > today()), None),
        "acts": [(name, ON_PERSON[name].title) for name in acts] if may_move else [],
    }


def _acts(row: Posting, rows: list[Posting]) -> list[tuple[str, Any]]:
    if row.since > today():
        names = ["cancel"]
    else:
        names = ["correct"]
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
    is_checked = is_checked and _fits(form, lambda: form.carry_out(by=request.user))
    if is_checked and "confirmed" in request.POST:
        form.carry_out(by=request.user)
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
    said = [] if act in ("correct", "cancel", "stay") else consequences.told(prospect, roster=rows)
    return {"prospect": prospect, "said": said}


def _fits(form: Any, carry_out: Any) -> bool:
    """Whether the rules have no objection; one goes beside its field."""
    try:
        consequences.rehearse(carry_out)
    except NotPossibleError as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, refused.words)
        return False
    return True
