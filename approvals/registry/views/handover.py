"""Say how an account goes on when somebody who looked after it is gone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals.registry import handing_over, looking_after, reading, taking_over
from approvals.registry.forms.handover import HandoverForm
from approvals.registry.models import Account
from district_portal.permissions import get_or_404, needs


@needs("registry.hand_over")
def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name who looks after it from now on; or the way to close it."""
    rows = Account.objects.select_related("place", "platform", "owner", "recovery_owner")
    rows = reading.with_what_may_be_done(rows, request.user)
    account = get_or_404(rows, request.user, "registry.hand_over", pk=pk)
    opened = handing_over.of(account)
    if opened is None:
        messages.info(request, _("This is settled already."))
        return redirect(account)
    form = HandoverForm(request.POST or None, account=account, handover=opened)
    if form.is_valid():
        try:
            taking_over.hand_over(opened, owner=form.next_owner, care=form.care, by=request.user)
        except looking_after.CareError as error:
            form.refuse(error)
        except (taking_over.SettledError, taking_over.NotYoursError) as other:
            messages.warning(request, str(other) or _("Somebody else is to settle this now."))
            return redirect(account)
        else:
            messages.success(request, _("Saved. Everybody whom it concerns is told."))
            return redirect(account)
    context = {"account": account, "form": form, "handover": opened}
    return render(request, "registry/handover.html", context)
