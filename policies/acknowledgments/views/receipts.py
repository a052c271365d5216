from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.permissions import can, get_or_404, needs
from district_portal.ui.paging import page
from policies.acknowledgments import assigning, printing, reading
from policies.acknowledgments.kiosk import telling
from policies.acknowledgments.models import Signature
from policies.acknowledgments.quizzing import passing
from policies.paper.taking_turns import BusyError
from policies.paper.typesetting import NotSetError
from policies.views.files import busy

HOW = ("recorded_by", "sheet", "scan", "mistake__marked_by", *telling.WITH)


@needs("acknowledgments.receipt")
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was signed, when, and how: for the signer, those above, human resources, auditor."""
    signature = _signature(request, pk)
    mine = signature.person_id == request.user.pk
    context = {
        "signature": signature,
        "version": signature.version,
        "mine": mine,
        "at_kiosk": telling.facts(signature),
        "is_seen": (said := telling.presence_of(signature)) is not None and said.was_present,
        "may_see_scan": signature.is_on_paper
        and can(request.user, "acknowledgments.scan", signature),
        "may_mark": _may_mark(request, signature),
        "next": assigning.open_for(signature.person).first() if mine else None,
        **_checked(request, signature),
    }
    return render(request, "acknowledgments/receipt.html", context)


@needs("acknowledgments.receipt")
def receipt_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same on paper, for the same people."""
    signature = _signature(request, pk)
    page = reverse("acknowledgments:receipt", args=[pk])
    try:
        made = printing.receipt_pdf(signature)
    except BusyError:
        return busy(request, back=page)
    except NotSetError:
        messages.error(request, _("The PDF could not be made. Print this page instead."))
        return redirect(page)
    disposition = f'attachment; filename="receipt-{signature.receipt}.pdf"'
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


@needs("acknowledgments.sign")
def mine(request: SignedInRequest) -> HttpResponse:
    """Everything I have signed, newest first."""
    signatures = reading.signed_by(request.user)
    context = {
        "signatures": page(signatures, request),
        "closed": reading.closings_of(request.user).count(),
    }
    return render(request, "acknowledgments/receipts.html", context)


def _may_mark(request: SignedInRequest, signature: Signature) -> bool:
    """Whether the reader can say that it was recorded by mistake."""
    if not signature.is_on_paper or signature.is_mistaken or signature.person_id == request.user.pk:
        return False
    return can(request.user, "acknowledgments.mistake", signature)


def _checked(request: SignedInRequest, signature: Signature) -> dict[str, Any]:
    """What was answered to check questions, for those who may see it; on paper none are asked."""
    version = signature.version
    if signature.is_on_paper:
        return {"not_asked": passing.asked_at(version, at=signature.signed_at)}
    if not can(request.user, "acknowledgments.attempts", signature):
        return {}
    year = signature.school_year
    return {"checked": passing.attempts_before(signature.person, version, school_year=year)}


def _signature(request: SignedInRequest, pk: int) -> Signature:
    signatures = Signature.objects.select_related("person", "version__policy", *HOW)
    signatures = signatures.defer("scan__content")
    return get_or_404(signatures, request.user, "acknowledgments.receipt", pk=pk)
