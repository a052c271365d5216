"""Mark what was recorded from paper as a mistake."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from policies.acknowledgments.forms.paper import MistakeForm
from policies.acknowledgments.models import Mistake, Signature
from policies.acknowledgments.paper import marking


@needs(marking.MAY)
@recently("POST")
def mark(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what was wrong; then the signature counts no more, and the person is asked again."""
    others = Signature.objects.filter(method=Signature.Method.PAPER).exclude(person=request.user)
    others = others.select_related("person", "version__policy", "recorded_by", "mistake")
    signature = get_or_404(others, request.user, marking.MAY, pk=pk)
    together = marking.of_list(signature, by=request.user)
    form = MistakeForm(request.POST or None, of_list=together.count())
    is_marked = signature.is_mistaken
    if not is_marked and form.is_bound and form.is_valid():
        reason, whole = form.cleaned_data["reason"], form.cleaned_data.get("whole")
        act = marking.mark_list if whole else marking.mark
        try:
            made = act(signature, by=request.user, reason=reason)
        except marking.MarkedError:
            is_marked = True
        else:
            messages.success(request, _told(signature, made))
            return redirect("acknowledgments:receipt", pk)
    if is_marked:
        messages.info(request, _("It is marked as a mistake already."))
        return redirect("acknowledgments:receipt", pk)
    context = {"signature": signature, "form": form}
    return render(request, "acknowledgments/mark_mistaken.html", context)


def _told(signature: Signature, made: Mistake | list[Mistake]) -> str:
    if isinstance(made, list):
        words = ngettext(
            "%(n)d signature counts no more. The person is told by mail.",
            "%(n)d signatures count no more. Each person is told by mail.",
            len(made),
        )
        return words % {"n": len(made)}
    said = _("%(receipt)s counts no more. %(person)s is told by mail.")
    return said % {"receipt": signature.receipt, "person": signature.person}
