"""The yearly check of an account by its owner."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals.registry import certifying, looking_after
from approvals.registry.forms.yearly import YearlyForm
from approvals.registry.models import Account
from district_portal.permissions import get_or_404, needs


@needs("registry.own")
def yearly(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything that stands there, and a mark for each thing that still holds."""
    rows = Account.objects.select_related("place", "platform", "owner", "recovery_owner")
    account = get_or_404(rows, request.user, "registry.own", pk=pk)
    check = certifying.of(account)
    if check is None:
        messages.info(request, _("Nothing is asked of you about this account now."))
        return redirect(account)
    form = YearlyForm(request.POST or None, account=account)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            certifying.certify(account, form.confirmed, seen=seen, by=request.user)
        except certifying.ChangedError:
            messages.warning(request, _("Somebody changed this meanwhile. Look at it once more."))
            return redirect("registry:yearly", account.pk)
        except looking_after.CareError as error:
            form.add_error(None, str(error))
        except (looking_after.NotYoursError, certifying.NothingAskedError):
            messages.warning(request, _("Nothing is asked of you about this account any more."))
            return redirect(account)
        else:
            messages.success(request, _("Thank you. The check of this school year is done."))
            return redirect(account)
    context = {"account": account, "check": check, "form": form, "facts": certifying.facts(account)}
    return render(request, "registry/yearly.html", context)
