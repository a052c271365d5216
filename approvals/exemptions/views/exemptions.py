"""Exemptions: those in force, one of them, how it came out, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals.exemptions import reading, recording, revoking
from approvals.exemptions.forms import ExemptionFilter, OutcomeForm, RevocationForm
from approvals.exemptions.models import Exemption
from approvals.exemptions.standing import standing
from district_portal.district.current import today
from district_portal.permissions import can, get_or_404, needs, visible
from district_portal.ui.paging import page


@needs("exemptions.view")
def listed(request: SignedInRequest) -> HttpResponse:
    """The exemptions that the person may see; those in force, unless others are asked for."""
    form, day = ExemptionFilter(request.GET), today()
    mine = visible(Exemption.objects.all(), request.user, "exemptions.view")
    rows = form.narrow(standing().filter(exemption__in=mine), day=day)
    shown = page(rows.order_by("ends_on", "pk"), request)
    context = {
        "rows": shown,
        "states": reading.told(shown, day=day),
        "form": form,
        "filtered": any(request.GET.values()),
    }
    return render(request, "exemptions/list.html", context)


@needs("exemptions.view")
def exemption(request: SignedInRequest, pk: int) -> HttpResponse:
    """One exemption: from what, for whom, under which conditions, until when."""
    found = get_or_404(reading.whole(), request.user, "exemptions.view", pk=pk)
    outcomes = list(found.outcomes.select_related("recorded_by").order_by("-number"))
    stands = reading.stands(found, outcomes)
    state = stands.state_on(today())
    is_over = state in (stands.State.REVOKED, stands.State.EXPIRED)
    context = {
        "exemption": found,
        "outcome": stands,
        "earlier": [outcome for outcome in outcomes if outcome != stands],
        "state": reading.state_in_words(state),
        "is_over": is_over,
        "now": reading.clause_of_today(found),
        "records": not is_over and can(request.user, "exemptions.record", found),
        "revokes": not is_over and can(request.user, "exemptions.revoke", found),
        "sees_request": can(request.user, "requests.view", found.request),
    }
    return render(request, "exemptions/exemption.html", context)


@needs("exemptions.record")
def outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record an outcome that differs from what stands."""
    found = get_or_404(reading.whole(), request.user, "exemptions.record", pk=pk)
    stands = found.outcomes.get(stands=True)
    form = OutcomeForm(request.POST or None, stands=stands)
    if form.is_valid():
        try:
            recording.record(found, by=request.user, **form.cleaned_data)
        except recording.OutcomeError as obstacle:
            form.add_error(obstacle.field, str(obstacle))
        except recording.ChangedError as other:
            words = _("%(name)s has recorded another outcome in the meantime. Look at it first.")
            messages.warning(request, words % {"name": other.outcome.recorded_by})
            return redirect(found)
        except recording.OverError:
            return _over(request, found)
        else:
            messages.success(request, _("The outcome is recorded. %s is told.") % found.holder)
            return redirect(found)
    return render(request, "exemptions/outcome.html", {"exemption": found, "form": form})


@needs("exemptions.revoke")
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an exemption back, for a reason."""
    found = get_or_404(reading.whole(), request.user, "exemptions.revoke", pk=pk)
    form = RevocationForm(request.POST or None)
    if form.is_valid():
        try:
            revoking.revoke(found, reason=form.cleaned_data["reason"], by=request.user)
        except recording.OverError:
            return _over(request, found)
        messages.success(request, _("The exemption is revoked. %s is told.") % found.holder)
        return redirect(found)
    return render(request, "exemptions/revoke.html", {"exemption": found, "form": form})


def _over(request: SignedInRequest, found: Exemption) -> HttpResponse:
    messages.warning(request, _("This exemption is over. It would have to be asked for anew."))
    return redirect(found)
