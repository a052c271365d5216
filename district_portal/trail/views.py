"""The search through the audit trail, and what is found as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.pacing import paced
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal import audit
from district_portal.permissions import needs
from district_portal.trail import exporting, objects, searching
from district_portal.trail.acts import sees_all
from district_portal.trail.forms import SearchForm
from district_portal.trail.telling import told


@require_GET
@needs("audit.search")
def search(request: SignedInRequest) -> HttpResponse:
    """The acts that the filters find, newest first."""
    form = SearchForm(request.GET, reader=request.user)
    asked = form.search()
    leaf, on = None, asked.on if asked else None
    if asked:
        leaf = searching.leaf(searching.find(asked, reader=request.user), request.GET)
    context = {
        "form": form,
        "leaf": leaf,
        "acts": [told(event) for event in leaf.events] if leaf else [],
        "on": on,
        "named": objects.name(on, reader=request.user) if on else "",
        "filtered": asked != searching.Search(),
        "verified": searching.last_verified(),
        "seal": audit.head(),
        "most": exporting.MOST,
        "sees_all": sees_all(request.user),
    }
    return render(request, "trail/search.html", context)


@require_GET
@needs("audit.search")
@paced("exports")
@recently("GET")
def acts_csv(request: SignedInRequest) -> HttpResponseBase:
    """The same acts as a file, streamed; too many of them, or wrong filters, lead back."""
    back = f"{reverse('trail:search')}?{request.GET.urlencode()}"
    form = SearchForm(request.GET, reader=request.user)
    asked = form.search()
    if asked is None:
        return redirect(back)
    try:
        lines = exporting.export(asked, by=request.user, filters=form.in_words())
    except exporting.TooManyError:
        words = _("More than %(most)d acts fit. Narrow the filters, and export again.")
        messages.warning(request, words % {"most": exporting.MOST})
        return redirect(back)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{exporting.file_name()}"'
    return response
