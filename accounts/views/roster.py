from __future__ import annotations

import re

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms.roster import RosterForm
from accounts.roster.applying import ProblemsError, TooManyLeaveError, apply
from accounts.roster.comparing import compare
from accounts.roster.reading import NEEDED, OPTIONAL, read
from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs

KEPT = 60 * 60
"""Seconds for which an uploaded sheet waits for "Apply"."""
MOST = re.compile(r"[0-9]{1,9}")


@needs("roster.import")
def upload(request: SignedInRequest) -> HttpResponse:
    """Choose a sheet; what it would do is shown before anything is written."""
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if form.is_valid():
        ticket = get_random_string(24)
        cache.set(_key(request, ticket), form.cleaned_data["sheet"], KEPT)
        return redirect("people:roster_preview", ticket=ticket)
    context = {"form": form, "needed": NEEDED, "optional": OPTIONAL}
    return render(request, "accounts/roster_upload.html", context)


@needs("roster.import")
def preview(request: SignedInRequest, ticket: str) -> HttpResponse:
    """Added, changed, left and wrong, row by row."""
    content = cache.get(_key(request, ticket))
    if content is None:
        messages.warning(request, _("That sheet is no longer here. Please choose it again."))
        return redirect("people:roster")
    difference = compare(read(content))
    context = {"difference": difference, "ticket": ticket}
    return render(request, "accounts/roster_preview.html", context)


@require_POST
@needs("roster.import")
def apply_sheet(request: SignedInRequest, ticket: str) -> HttpResponse:
    """Write what the preview showed."""
    content = cache.get(_key(request, ticket))
    if content is None:
        messages.warning(request, _("That sheet is no longer here. Please choose it again."))
        return redirect("people:roster")
    most = request.POST.get("most_leaving", "")
    try:
        difference = apply(
            read(content), by=request.user, most_leaving=int(most) if MOST.fullmatch(most) else None
        )
    except (ProblemsError, TooManyLeaveError) as error:
        leaving = getattr(error, "leaving", None)
        messages.error(request, _("Nothing was written. Please look at the sheet once more."))
        context = {"difference": compare(read(content)), "ticket": ticket, "leaving": leaving}
        return render(request, "accounts/roster_preview.html", context)
    cache.delete(_key(request, ticket))
    messages.success(
        request,
        _("The roster is up to date: %(added)s added, %(changed)s changed, %(left)s left.")
        % {
            "added": len(difference.added),
            "changed": len(difference.changed),
            "left": len(difference.left),
        },
    )
    return redirect("people:list")


def _key(request: SignedInRequest, ticket: str) -> str:
    return f"roster:{request.user.pk}:{ticket}"
