from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.pacing import paced
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs
from district_portal.privacy import lasting, packing


@require_GET
@needs("privacy.own")
def kept(request: SignedInRequest) -> HttpResponse:
    """What the portal keeps about whoever looks, how long and why."""
    context = {"kept": lasting.each(), "most": packing.MOST}
    return render(request, "privacy/kept.html", context)


@require_GET
@needs("privacy.own")
@paced("exports")
@recently("GET")
def own(request: SignedInRequest) -> FileResponse:
    """All of it that is somebody's own, as a ZIP file."""
    file = packing.pack(request.user)
    return FileResponse(file, as_attachment=True, filename=packing.file_name())
