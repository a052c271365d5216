"""The captures of a case: fetched, added, taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.pacing import paced
from accounts.signed_in import SignedInRequest
from approvals.impostors import handling
from approvals.impostors.forms import AddCapturesForm, TakeAwayForm
from approvals.impostors.models import Capture, Impostor
from approvals.impostors.views.cases import MAY
from district_portal.permissions import get_or_404, needs


@require_GET
@never_cache
@needs(MAY)
def capture(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file, for download alone: a stranger may have made it."""
    kept = get_or_404(Capture.objects.filter(removed_at=None), request.user, MAY, pk=pk)
    headers = {
        "Content-Disposition": f'attachment; filename="{kept.pk}-{kept.name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
    }
    return HttpResponse(bytes(kept.content or b""), content_type=kept.kind, headers=headers)


@needs(MAY)
@paced("uploads")
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add captures to a case."""
    impostor = get_or_404(Impostor.objects.all(), request.user, MAY, pk=pk)
    form = AddCapturesForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        files, text = form.cleaned_data["captures"], form.cleaned_data["text"]
        made = handling.add_captures(impostor, files, by=request.user, text=text)
        words = ngettext("%(n)d file was added.", "%(n)d files were added.", len(made))
        messages.success(request, words % {"n": len(made)})
        return redirect(impostor)
    return render(request, "impostors/add_captures.html", {"impostor": impostor, "form": form})


@needs(MAY)
def take_away(request: SignedInRequest, pk: int) -> HttpResponse:
    """Empty a capture that must not be kept."""
    rows = Capture.objects.defer("content").select_related("impostor")
    kept = get_or_404(rows, request.user, MAY, pk=pk)
    form = TakeAwayForm(request.POST or None)
    if form.is_valid():
        handling.take_away(kept, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The capture was taken away. That it was here stays recorded."))
        return redirect(kept.impostor)
    if kept.removed_at:
        return redirect(kept.impostor)
    return render(request, "impostors/take_away.html", {"capture": kept, "form": form})
