"""The delivery log: every mail, what became of it, and what somebody decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district_portal.mailing import bouncing, looking, masking, resending
from district_portal.mailing.forms import BounceForm, MailFilter, chosen_numbers
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
    found = visible(looking.find(request.user, **asked), request.user, "mail.view")
    mails = page(found, request)
    mails.object_list = masking.masked(mails, request.user)
    may_resend = can(request.user, "mail.resend")
    context = {
        "form": form,
        "counts": looking.counts(visible(Message.objects.all(), request.user, "mail.view")),
        "mails": mails,
        "filtered": bool(asked),
        "again": resending.among(mails) if may_resend else set(),
    }
    return render(request, "mailing/log.html", context)


@require_GET
@needs("mail.view")
def message(request: SignedInRequest, number: int) -> HttpResponse:
    """One mail, and what became of it; its text is for nobody but the person it goes to."""
    mails = Message.objects.select_related("person")
    mail = get_or_404(mails, request.user, "mail.view", pk=number)
    may_decide = can(request.user, "mail.resend")
    is_masked, happened = masking.is_masked(mail, request.user), looking.history(mail)
    context = {
        "mail": masking.masked([mail], request.user)[0],
        "is_masked": is_masked,
        "history": masking.masked_history(happened) if is_masked else happened,
        "stuck": may_decide and mail.state in resending.STUCK,
        "again": may_decide and mail.pk in resending.among([mail]),
        "present_address": "" if is_masked else resending.present_address(mail),
        "may_decide": may_decide,
        "mine": mail.person_id == request.user.pk,
    }
    return render(request, "mailing/message.html", context)


@require_POST
@needs("mail.resend")
def resend(request: SignedInRequest, number: int) -> HttpResponseRedirect:
    """Send a mail again that is stuck or came back."""
    mail = get_or_404(Message.objects.all(), request.user, "mail.resend", pk=number)
    to_present = request.POST.get("to") == "present"
    if resending.resend(mail, by=request.user, to_present=to_present):
        messages.success(request, _("The mail goes out again."))
    else:
        messages.info(request, _("Somebody has decided about this mail already."))
    return redirect("mailing:message", number)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mail.resend")
def again(request: SignedInRequest) -> HttpResponse:
    """Several mails that are stuck or came back: shown first, then sent again."""
    numbers = chosen_numbers(request.POST if request.method == "POST" else request.GET)
    chosen = Message.objects.filter(pk__in=numbers).select_related("person")
    mails = resending.resendable(visible(chosen, request.user, "mail.resend"))
    if request.method == "POST":
        count = resending.resend_each(list(mails.values_list("pk", flat=True)), by=request.user)
        said = ngettext("%(n)s mail goes out again.", "%(n)s mails go out again.", count)
        left = len(numbers) - count
        told = ngettext("%(n)s was decided already.", "%(n)s were decided already.", left)
        if count:
            messages.success(request, said % {"n": count})
        if left:
            messages.info(request, told % {"n": left})
        return redirect("mailing:log")
    if not mails:
        some = resending.resendable(visible(Message.objects.all(), request.user, "mail.resend"))
        tick = _("Tick the mails first that are to go out again.")
        messages.info(request, tick if some.exists() else _("No mail waits to go out again."))
        return redirect("mailing:log")
    shown = masking.masked(mails.defer("text", "html"), request.user)
    return render(request, "mailing/again.html", {"mails": shown})


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


@require_http_methods(["GET", "HEAD", "POST"])
@needs("mail.resend")
def bounce(request: SignedInRequest, number: int) -> HttpResponse:
    """Note that a mail came back, and why."""
    mails = Message.objects.select_related("person")
    mail = get_or_404(mails, request.user, "mail.resend", pk=number)
    form = BounceForm(request.POST or None)
    if mail.state == Message.State.SENT and not (request.method == "POST" and form.is_valid()):
        shown = masking.masked([mail], request.user)[0]
        return render(request, "mailing/bounce.html", {"mail": shown, "form": form})
    if form.is_bound and form.bounce(mail, by=request.user):
        messages.success(request, _("It is noted that the mail came back."))
    else:
        messages.info(request, _("This mail does not stand as sent."))
    return redirect("mailing:message", number)


@require_POST
@needs("mail.resend")
def arrived(request: SignedInRequest, number: int) -> HttpResponseRedirect:
    """Take back that a mail came back."""
    mail = get_or_404(Message.objects.all(), request.user, "mail.resend", pk=number)
    if bouncing.take_back(mail, by=request.user):
        messages.success(request, _("The mail stands as sent again."))
    else:
        messages.info(request, _("Somebody has decided about this mail already."))
    return redirect("mailing:message", number)
