from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.signed_in import SignedInRequest
from district_portal.operations import health as rules
from district_portal.permissions import needs


@needs("operations.view")
def health(request: SignedInRequest) -> HttpResponse:
    """Whether the portal is well, the worst first."""
    findings = rules.findings(request.user)
    context = {"findings": findings, "worst": findings[0].state}
    return render(request, "operations/health.html", context)
