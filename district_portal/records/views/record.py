"""One record: how long it is kept, whether it is public and archived, and what keeps it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import can, get_or_404, needs
from district_portal.records import gates, proposing, reading, ruling
from district_portal.records.forms import ArchivedForm, NotArchivedForm, RulingForm
from district_portal.records.kinds import Kind, UnknownKindError, named
from district_portal.records.reading import Facts


@needs("records.view")
def record(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """What is said of one record, what was said before, and each gate to its disposal."""
    facts = found(request, kind, pk, permission="records.view")
    row = facts.kind.rows().get(pk=pk)
    answers = gates.look(facts, day=today(), reader=request.user)
    item = proposing.going().filter(kind=kind, record=pk).select_related("run").first()
    context = {
        "facts": facts,
        "sees_it": can(request.user, facts.kind.view, row),
        "run_out": facts.run_out(today()),
        "gates": answers,
        "ready": not gates.shut(answers),
        "disposal": item.run if item else None,
        "rulings": ruling.rulings(facts.kind, pk),
        "archivings": ruling.archivings(facts.kind, pk),
        "may_rule": can(request.user, "records.rule") and not facts.kind.is_secret,
        "may_archive": can(request.user, "records.archive") and not facts.kind.is_secret,
        "may_hold": can(request.user, "records.hold"),
        "sees_holds": gates.may_see_holds(request.user, facts),
    }
    return render(request, "records/record.html", context)


@needs("records.rule")
def rule(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Say whether it is public, and of which class."""
    facts = found(request, kind, pk, permission="records.rule")
    form = RulingForm(request.POST or None, facts=facts)
    if form.is_valid():
        try:
            ruling.rule(facts.kind, pk, by=request.user, **form.said)
        except ruling.RulingError as obstacle:
            form.add_error(obstacle.field if obstacle.field in form.fields else None, str(obstacle))
        else:
            messages.success(request, _("Saved with its reason."))
            return redirect("records:record", kind, pk)
    return render(request, "records/rule.html", {"facts": facts, "form": form})


@needs("records.archive")
def archived(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Note that it is archived."""
    facts = found(request, kind, pk, permission="records.archive")
    form = ArchivedForm(request.POST or None, initial={"archived_on": today()})
    if form.is_valid():
        try:
            ruling.note_archived(facts.kind, pk, by=request.user, **form.cleaned_data)
        except ruling.RulingError as obstacle:
            form.add_error(obstacle.field if obstacle.field in form.fields else None, str(obstacle))
        else:
            messages.success(request, _("Noted that it is archived."))
            return redirect("records:record", kind, pk)
    return render(request, "records/archived.html", {"facts": facts, "form": form})


@needs("records.archive")
def not_archived(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Take back that it is archived, for a reason."""
    facts = found(request, kind, pk, permission="records.archive")
    form = NotArchivedForm(request.POST or None)
    if form.is_valid():
        try:
            ruling.note_not_archived(facts.kind, pk, by=request.user, **form.cleaned_data)
        except ruling.RulingError as obstacle:
            form.add_error(obstacle.field if obstacle.field in form.fields else None, str(obstacle))
        else:
            messages.success(request, _("Noted that it is not archived."))
            return redirect("records:record", kind, pk)
    return render(request, "records/not_archived.html", {"facts": facts, "form": form})


def found(request: SignedInRequest, name: str, pk: int, *, permission: str) -> Facts:
    """The record of that kind, as far as `permission` reaches; raises Http404 otherwise.

    Of a secret one nobody says more than that it is held.
    """
    kind = kind_or_404(name)
    if kind.is_secret and permission not in ("records.view", "records.hold"):
        raise Http404
    row: Any = get_or_404(gates.rows(kind, reader=request.user), request.user, permission, pk=pk)
    return reading.facts(kind, row)


def kind_or_404(name: str) -> Kind:
    """The kind of that name; raises Http404 where nobody registered one."""
    try:
        return named(name)
    except UnknownKindError as unknown:
        raise Http404 from unknown
