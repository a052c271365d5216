from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal import audit
from district_portal.district import current
from district_portal.permissions import needs
from district_portal.setup import settling
from district_portal.setup.forms import DistrictForm


@needs("district.settle")
def district(request: SignedInRequest) -> HttpResponse:
    """What holds for the whole district."""
    now = current.current()
    form = DistrictForm(request.POST if request.method == "POST" else None, district=now)
    if request.method == "POST" and form.is_valid():
        settling.settle(by=request.user, settings=form.settings)
        messages.success(request, _("The settings of the district are saved."))
        return redirect("setup:district")
    last = audit.history(now).filter(act="district.settled").first()
    return render(request, "setup/district.html", {"form": form, "last": last})
