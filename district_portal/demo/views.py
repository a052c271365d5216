from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district_portal.demo import sink
from district_portal.demo.forms import OutboxFilter
from district_portal.permissions import public
from district_portal.ui.paging import page


@public
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """All mail that the demo sent, newest first; open to all, since first passwords arrive here."""
    form = OutboxFilter(request.GET)
    to = form.cleaned_data["to"].strip() if form.is_valid() else ""
    mails = page(sink.caught(settings.OUTBOX_DIR, to=to), request)
    subjects = [sink.read(settings.OUTBOX_DIR, mail.name)[1]["Subject"] for mail in mails]
    context = {"form": form, "page": mails, "rows": zip(mails, subjects, strict=True), "to": to}
    return render(request, "demo/outbox.html", context)


@public
@require_GET
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: its headers and its plain text."""
    try:
        caught, message = sink.read(settings.OUTBOX_DIR, name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    context = {
        "mail": caught,
        "subject": message["Subject"],
        "headers": [(header, message[header]) for header in ("From", "To", "Date", "Message-ID")],
        "text": sink.plain_text(message),
    }
    return render(request, "demo/mail.html", context)
