"""Questions about a request and their answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals import discussing
from approvals.forms.remark import RemarkForm
from approvals.models import Request
from district_portal.permissions import get_or_404, needs


@needs("requests.discuss")
def discuss(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was asked and answered about a request, and room for more."""
    rows = Request.objects.exclude(number=None).select_related("requester")
    asked = get_or_404(rows, request.user, "requests.discuss", pk=pk)
    is_mine = asked.requester_id == request.user.pk
    remarks = discussing.remarks(asked)
    form = RemarkForm(
        request.POST or None,
        asks="" if is_mine else asked.requester.called,
        adds=is_mine and not remarks,
    )
    if form.is_valid():
        try:
            discussing.say(asked, by=request.user, text=form.cleaned_data["text"])
        except discussing.NotDiscussedError:
            messages.warning(request, _("This request does not wait for a decision any more."))
            return redirect(asked)
        if is_mine:
            sent = _("Your answer is sent to those who decide.")
            messages.success(request, sent if remarks else _("It is sent to those who decide."))
            return redirect(asked)
        messages.success(request, _("Your question is sent to %s.") % asked.requester)
        return redirect("approvals:decide", asked.pk)
    context = {
        "asked": asked,
        "is_mine": is_mine,
        "remarks": remarks,
        "form": form,
        "is_open": asked.state == Request.State.OPEN,
    }
    return render(request, "approvals/discussion.html", context)
