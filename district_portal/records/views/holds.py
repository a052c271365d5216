"""Legal holds: which there are, one of them, placing and lifting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import can, get_or_404, needs, visible
from district_portal.records import holding
from district_portal.records.forms import CHOSEN, HoldFilter, HoldForm, LiftForm
from district_portal.records.models import Hold
from district_portal.records.views.record import found
from district_portal.ui.paging import page


@needs("records.see_holds")
def listed(request: SignedInRequest) -> HttpResponse:
    """The holds that bind; others where they are asked for."""
    form = HoldFilter(request.GET)
    rows = form.narrow(visible(_whole(request), request.user, "records.see_holds"))
    shown = page(rows.order_by("-held_since", "-pk"), request)
    context = {
        "rows": shown,
        "told": holding.with_words(shown),
        "form": form,
        "filtered": any(request.GET.values()),
        "may_hold": can(request.user, "records.hold"),
    }
    return render(request, "records/holds.html", context)


@needs("records.see_holds")
def hold(request: SignedInRequest, pk: int) -> HttpResponse:
    """One hold: what it keeps, for which case, since when."""
    row = get_or_404(_whole(request), request.user, "records.see_holds", pk=pk)
    binds = not hasattr(row, "lifting")
    context = {
        "hold": row,
        "what": holding.in_words(row),
        "binds": binds,
        "may_lift": binds and can(request.user, "records.hold"),
        **(_kept(holding.caught(row, reader=request.user)) if binds else {}),
    }
    return render(request, "records/hold.html", context)


@needs("records.hold")
def place(request: SignedInRequest) -> HttpResponse:
    """Place a hold on a person, a school or department, or a word; see first what it keeps."""
    on = request.POST.get("on") or request.GET.get("on", "")
    if on not in CHOSEN:
        return render(request, "records/choose_hold.html", {"choices": CHOSEN})
    form = HoldForm(request.POST or None, on=on, initial={"held_since": today()})
    context: dict[str, Any] = {"form": form, "on": Hold.On(on)}
    if request.POST.get("act") == "look":
        for name in set(form.errors) - {on}:
            del form.errors[name]
        if on in form.cleaned_data:
            context |= _kept(holding.would_catch(by=request.user, **form.what))
            context["looked"] = True
        return render(request, "records/place_hold.html", context)
    return _placed(request, form) or render(request, "records/place_hold.html", context)


@needs("records.hold")
def place_on(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Place a hold on one record."""
    facts = found(request, kind, pk, permission="records.hold")
    form = HoldForm(request.POST or None, initial={"held_since": today()})
    what = {"on": Hold.On.RECORD, "kind": kind, "record": pk}
    context = {"form": form, "facts": facts}
    return _placed(request, form, **what) or render(request, "records/place_hold.html", context)


@needs("records.hold")
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lift a hold, for a reason."""
    row = get_or_404(_whole(request), request.user, "records.hold", pk=pk)
    form = LiftForm(request.POST or None)
    if form.is_valid():
        try:
            holding.lift(row, by=request.user, **form.cleaned_data)
        except holding.LiftedError:
            messages.warning(request, _("Somebody else has lifted it."))
            return redirect(row)
        except holding.HoldError as obstacle:
            form.add_error(obstacle.field, str(obstacle))
        else:
            messages.success(request, _("The hold is lifted."))
            return redirect(row)
    context = {"hold": row, "what": holding.in_words(row), "form": form}
    return render(request, "records/lift_hold.html", context)


def _placed(request: SignedInRequest, form: HoldForm, **what: Any) -> HttpResponse | None:
    if not form.is_valid():
        return None
    said = {name: form.cleaned_data[name] for name in ("case_name", "held_since", "reason")}
    try:
        row = holding.place(by=request.user, **said, **(what or form.what))
    except holding.HoldError as obstacle:
        form.add_error(obstacle.field if obstacle.field in form.fields else None, str(obstacle))
        return None
    messages.success(request, _("It is held from now on."))
    return redirect(row)


def _kept(caught: list[holding.Caught]) -> dict[str, Any]:
    return {"caught": caught, "caught_in_all": sum(one.total for one in caught)}


def _whole(request: SignedInRequest) -> QuerySet[Hold]:
    rows = Hold.objects.filter(holding.known_to(request.user))
    return rows.select_related("person", "place", "placed_by", "lifting__lifted_by")
