from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district_portal.mailing import looking, resending
from district_portal.mailing.forms import MailFilter
from district_portal.mailing.models import Message
from district_portal.permissions import can, get_or_404, needs, visible
from district_portal.ui.paging import page

if TYPE_CHECKING:
    from accounts.signed_in import SignedInRequest


@require_GET
@needs("mail.view")
def log(request: SignedInRequest) -> HttpResponse:
    """Every mail, newest first, with how many wait or got stuck."""
    form = MailFilter(request.GET)
    asked = form.asked()
    found = visible(looking.find(**asked), request.user, "mail.view")
    context = {
        "form": form,
        "counts": looking.counts(visible(Message.objects.all(), request.user, "mail.view")),
        "mails": page(found, request),
        "filtered": any(asked.values()),
    }
    return render(request, "mailing/log.html", context)


@require_GET
@needs("mail.view")
def message(request: SignedInRequest, number: int) -> HttpResponse:
    """One mail, and what became of it; its text is for nobody but the person it goes to."""
    mails = Message.objects.select_related("person")
    mail = get_or_404(mails, request.user, "mail.view", pk=number)
    stuck = mail.state in resending.STUCK and can(request.user, "mail.resend")
    context = {"mail": mail, "stuck": stuck, "mine": mail.person_id == request.user.pk}
    return render(request, "mailing/message.html", context)


@require_POST
@needs("mail.resend")
def resend(request: SignedInRequest, number: int) -> HttpResponseRedirect:
    """Send a stuck mail again."""
    mail = get_or_404(Message.objects.all(), request.user, "mail.resend", pk=number)
    if resending.resend(mail, by=request.user):
        messages.success(request, _("The mail goes out again."))
    else:
        messages.info(request, _("Somebody has decided about this mail already."))
    return redirect("mailing:message", number)


@require_POST
@needs("mail.resend")
def leave(request: SignedInRequest, number: int) -> HttpResponseRedirect:
    """Leave a stuck mail unsent for good."""
    mail = get_or_404(Message.objects.all(), request.user, "mail.resend", pk=number)
    if resending.leave(mail, by=request.user):
        messages.success(request, _("The mail will not be sent."))
    else:
        messages.info(request, _("Somebody has decided about this mail already."))
    return redirect("mailing:message", number)
