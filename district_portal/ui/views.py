from __future__ import annotations

import errno
import sys

from django.conf import settings
from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import defaults
from django.views.csrf import csrf_failure
from psycopg2.errors import DiskFull

from district_portal.permissions import note_refusal, public
from district_portal.ui import styleguide as guide
from district_portal.ui.paging import page

bad_request = defaults.bad_request
forbidden = defaults.permission_denied
not_found = defaults.page_not_found


def server_error(request: HttpRequest) -> HttpResponse:
    """What went wrong on our side: no room left, no database, or else; and when to come back.

    503 with Retry-After tells the same to programs (RFC 9110, 15.6.4).
    """
    error = sys.exc_info()[1]
    if _is_for_want_of_room(error):
        return _away("no_room.html")
    if isinstance(error, OperationalError | InterfaceError):
        return _away("503.html")
    return defaults.server_error(request)


def _is_for_want_of_room(error: BaseException | None) -> bool:
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return full or isinstance(getattr(error, "__cause__", None), DiskFull)


def _away(template: str) -> HttpResponse:
    return HttpResponse(render_to_string(template), status=503, headers={"Retry-After": "30"})


def forged(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form without a token of ours: 403, and who sent it stands in the log."""
    note_refusal(request, "the token of forms")
    return csrf_failure(request, reason)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the portal promises to people who hear it, enlarge it or use no mouse."""
    return render(request, "ui/accessibility.html")


@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only in DEBUG."""
    _only_in_debug()
    people = page(guide.PEOPLE, request, per_page=4)
    context = {**guide.examples(), "people": people, "filter_form": guide.PeopleFilter(request.GET)}
    return render(request, "ui/styleguide.html", context)


@public
def styleguide_form(request: HttpRequest) -> HttpResponse:
    """A whole form, with every kind of field; sent empty, it shows its problems."""
    _only_in_debug()
    posted = request.method == "POST"
    form = guide.ExampleForm(request.POST, request.FILES) if posted else guide.ExampleForm()
    if posted and form.is_valid():
        messages.success(request, guide.SENT)
        return HttpResponseRedirect(reverse("ui:styleguide_form"))
    return render(request, "ui/styleguide_form.html", {"form": form})


@public
def styleguide_task(request: HttpRequest) -> HttpResponse:
    """A whole page to read and sign, with its second column; only in DEBUG."""
    _only_in_debug()
    return render(request, "ui/styleguide_task.html", guide.examples())


def _only_in_debug() -> None:
    if not settings.DEBUG:
        raise Http404
