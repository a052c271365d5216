"""The catalogue of platforms, kept by the Technology Coordinator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals import catalogue
from approvals.forms.platform import PlatformForm
from approvals.models import Platform
from district_portal.permissions import get_or_404, needs


@needs("platforms.edit")
def platforms(request: SignedInRequest) -> HttpResponse:
    """Every platform, and whether it may be asked for."""
    rows = Platform.objects.prefetch_related("barred_at")
    return render(request, "approvals/platforms.html", {"rows": rows})


@needs("platforms.edit")
def platform(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say whether and where one of them may be asked for."""
    row = get_or_404(Platform.objects.all(), request.user, "platforms.edit", pk=pk)
    form = PlatformForm(request.POST or None, platform=row)
    if form.is_valid():
        try:
            catalogue.change(row, by=request.user, **form.cleaned_data)
        except catalogue.ReasonMissingError:
            form.add_error("why", _("Say why: whoever asks for it reads it"))
        except catalogue.PlatformChangedError:
            words = _("%s was changed in the meantime. This is what is said of it now.")
            messages.warning(request, words % row)
            return redirect("approvals:platform", row.pk)
        else:
            messages.success(request, _("Saved. It counts for requests from now on."))
            return redirect("approvals:platforms")
    return render(request, "approvals/platform.html", {"platform": row, "form": form})
