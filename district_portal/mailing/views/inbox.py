"""The messages that the portal sent to whoever is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from district_portal.mailing import inbox as rules
from district_portal.mailing.forms import InboxFilter, first_number
from district_portal.mailing.models import Message
from district_portal.permissions import get_or_404, needs, visible
from district_portal.ui.paging import page

if TYPE_CHECKING:
    from accounts.signed_in import SignedInRequest

PER_PAGE = 25


@require_GET
@needs("messages.view")
def inbox(request: SignedInRequest) -> HttpResponse:
    """What the portal said to me: unread first, then the newest."""
    form = InboxFilter(request.GET, kinds=rules.kinds(request.user))
    asked = form.asked()
    found = visible(rules.find(request.user, **asked), request.user, "messages.view")
    unread = rules.unread(request.user).aggregate(newest=Max("pk"))["newest"]
    context = {
        "form": form,
        "page": page(found, request, per_page=PER_PAGE),
        "filtered": bool(asked),
        "newest_unread": unread,
    }
    return render(request, "mailing/inbox.html", context)


@require_GET
@needs("messages.view")
def message(request: SignedInRequest, number: int) -> HttpResponse:
    """One message. To look at it by its address alone marks nothing."""
    found = rules.with_words(_mine(request, number))
    return render(request, "mailing/inbox_message.html", {"message": found})


@require_POST
@needs("messages.view")
def open_one(request: SignedInRequest, number: int) -> HttpResponseRedirect:
    """Open a message from the list, which marks it as read."""
    rules.open_one(_mine(request, number))
    return redirect("inbox:message", number)


@require_POST
@needs("messages.view")
def unread(request: SignedInRequest, number: int) -> HttpResponseRedirect:
    """Count a message as unread again."""
    if rules.close_again(_mine(request, number)):
        messages.success(request, _("The message counts as unread again."))
    return redirect("inbox:list")


@require_POST
@needs("messages.view")
def read_all(request: SignedInRequest) -> HttpResponseRedirect:
    """Mark all that stood in the list as read."""
    count = rules.open_all(request.user, until=first_number(request.POST))
    said = ngettext("%(n)s message is marked as read.", "%(n)s messages are marked as read.", count)
    messages.success(request, said % {"n": count})
    return redirect("inbox:list")


def _mine(request: SignedInRequest, number: int) -> Message:
    return get_or_404(rules.messages(request.user), request.user, "messages.view", pk=number)
