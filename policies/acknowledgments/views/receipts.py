from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from district_portal.ui.paging import page
from policies.acknowledgments import assigning, reading
from policies.acknowledgments.models import Signature


@needs("acknowledgments.receipt")
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was signed, when, and how: for the signer, those above, human resources, auditor."""
    signature = get_or_404(
        Signature.objects.select_related("person", "version__policy"),
        request.user,
        "acknowledgments.receipt",
        pk=pk,
    )
    mine = signature.person_id == request.user.pk
    context = {
        "signature": signature,
        "version": signature.version,
        "mine": mine,
        "next": assigning.open_for(signature.person).first() if mine else None,
    }
    return render(request, "acknowledgments/receipt.html", context)


@needs("acknowledgments.sign")
def mine(request: SignedInRequest) -> HttpResponse:
    """Everything I have signed, newest first."""
    signatures = reading.signed_by(request.user)
    context = {
        "signatures": page(signatures, request),
        "closed": reading.closings_of(request.user).count(),
    }
    return render(request, "acknowledgments/receipts.html", context)
