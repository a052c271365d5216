from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs, visible
from district_portal.ui.paging import page
from policies.drafts import in_hand
from policies.forms.discussing import DraftsFilter
from policies.models import Draft


@needs("policies.edit")
def drafts(request: SignedInRequest) -> HttpResponse:
    """Every draft, the last changed first, and what is scheduled."""
    form = DraftsFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = visible(Draft.objects.all(), request.user, "policies.edit")
    context = {
        "filter_form": form,
        "drafts": page(in_hand.listed(rows, person=request.user, **chosen), request),
        "is_filtered": any(chosen.values()),
        "scheduled": visible(in_hand.scheduled(), request.user, "policies.read"),
    }
    return render(request, "policies/drafts.html", context)
