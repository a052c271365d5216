"""Relationships with students outside school: those that are noted, one of them, its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals.relationships import ending, reading
from approvals.relationships.forms import EndingForm, RelationshipFilter
from district_portal.district.current import today
from district_portal.permissions import can, get_or_404, needs, visible
from district_portal.ui.paging import page


@needs("relationships.view")
def listed(request: SignedInRequest) -> HttpResponse:
    """The relationships that the person may see; in force, unless others are asked for."""
    form, day = RelationshipFilter(request.GET), today()
    mine = visible(reading.whole(), request.user, "relationships.view")
    shown = page(form.narrow(mine, day=day).order_by("ends_on", "pk"), request)
    context = {
        "rows": shown,
        "states": reading.told(shown, day=day),
        "form": form,
        "filtered": any(request.GET.values()),
    }
    return render(request, "relationships/list.html", context)


@needs("relationships.view")
def relationship(request: SignedInRequest, pk: int) -> HttpResponse:
    """One relationship: the tie, the contact, who consented, until when."""
    found = get_or_404(reading.whole(), request.user, "relationships.view", pk=pk)
    [told] = reading.told([found], day=today())
    context = {
        "relationship": found,
        "state": told,
        "ends": not told.is_over and can(request.user, "relationships.end", found),
        "sees_request": can(request.user, "requests.view", found.request),
    }
    return render(request, "relationships/relationship.html", context)


@needs("relationships.end")
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one before its day, and say why."""
    found = get_or_404(reading.whole(), request.user, "relationships.end", pk=pk)
    form = EndingForm(request.POST or None, relationship=found)
    if form.is_valid():
        try:
            ending.end(found, by=request.user, **form.cleaned_data)
        except ending.EndingError as obstacle:
            form.add_error(obstacle.field, str(obstacle))
        except ending.OverError:
            messages.warning(request, _("It is over already."))
            return redirect(found)
        else:
            messages.success(request, _("It is over from now on."))
            return redirect(found)
    return render(request, "relationships/end.html", {"relationship": found, "form": form})
