"""Mark what was recorded from paper as a mistake."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from policies.acknowledgments.forms.paper import MistakeForm
from policies.acknowledgments.models import Signature
from policies.acknowledgments.paper import marking


@needs(marking.MAY)
@recently("POST")
def mark(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what was wrong; then the signature counts no more, and the person is asked again."""
    others = Signature.objects.filter(method=Signature.Method.PAPER).exclude(person=request.user)
    others = others.select_related("person", "version__policy", "recorded_by", "mistake")
    signature = get_or_404(others, request.user, marking.MAY, pk=pk)
    form = MistakeForm(request.POST or None)
    is_marked = signature.is_mistaken
    if not is_marked and form.is_bound and form.is_valid():
        try:
            marking.mark(signature, by=request.user, reason=form.cleaned_data["reason"])
        except marking.MarkedError:
            is_marked = True
        else:
            said = _("%(receipt)s counts no more. %(person)s is told by mail.")
            told = {"receipt": signature.receipt, "person": signature.person}
            messages.success(request, said % told)
            return redirect("acknowledgments:receipt", pk)
    if is_marked:
        messages.info(request, _("It is marked as a mistake already."))
        return redirect("acknowledgments:receipt", pk)
    context = {"signature": signature, "form": form}
    return render(request, "acknowledgments/mark_mistaken.html", context)
