from __future__ import annotations

from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.signed_in import SignedInRequest
from district_portal.permissions import View, can, get_or_404, needs, visible
from district_portal.ui.paging import page
from district_portal.ui.sorting import ordering
from policies import reading
from policies.forms.listing import PoliciesFilter
from policies.models import Policy, Version
from policies.views.standing import standing

SORTED = {"code": ("sort_code", "pk"), "title": ("sort_title", "pk")}


def at_todays_address(view: View) -> View:
    """An address made from an older code leads on to today's."""

    @wraps(view)
    def found(request: SignedInRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, slug, **kwargs)
        except Http404:
            if (current := reading.current_slug(slug)) in (None, slug):
                raise
            assert request.resolver_match is not None  # noqa: S101 – every view was resolved
            return redirect(request.resolver_match.view_name, slug=current, **kwargs)

    return found


@needs("policies.read")
def policies(request: SignedInRequest) -> HttpResponse:
    """Every policy, with search and filters."""
    form = PoliciesFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = visible(reading.listed(**chosen), request.user, "policies.read")
    rows = rows.order_by(*ordering(request, allowed=SORTED, default="code"))
    context = {
        "filter_form": form,
        "policies": page(rows, request),
        "is_filtered": any(chosen.values()),
        "may_edit": can(request.user, "policies.edit"),
    }
    return render(request, "policies/list.html", context)


@needs("policies.read")
@at_todays_address
def policy(request: SignedInRequest, slug: str) -> HttpResponse:
    """The version in force, or the last that was; under an old address, the way to the new one."""
    found = get_or_404(_policies(), request.user, "policies.read", slug=slug)
    if (shown := found.last_in_force) is None:
        if (to_come := found.versions.first()) is None:
            raise Http404
        return redirect(to_come)
    return _show(request, found, shown)


@needs("policies.read")
@at_todays_address
def version(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """One version for ever, whether it is still in force or not."""
    found = get_or_404(_policies(), request.user, "policies.read", slug=slug)
    shown = get_or_404(found.versions.all(), request.user, "policies.read", number=number)
    shown.policy = found
    return _show(request, found, shown, is_version_page=True)


@needs("policies.read")
@at_todays_address
def fingerprinted(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The very text that the fingerprint is of, so that anyone can compute it again."""
    found = get_or_404(_policies(), request.user, "policies.read", slug=slug)
    shown = get_or_404(found.versions.all(), request.user, "policies.read", number=number)
    name = f"{slug}-v{number}.txt"
    return HttpResponse(
        shown.canonical_text.encode(),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@needs("policies.read")
@at_todays_address
def clause(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """The clause in the version in force, or word of when it was removed."""
    found = get_or_404(_policies(), request.user, "policies.read", slug=slug)
    place = reading.whereabouts(found, key)
    if place is None:
        raise Http404
    if place.removed_in is None:
        address = reverse("policies:policy", args=[slug])
        return redirect(f"{address}#c{place.clause.path}")
    context = {"policy": found, "clause": place.clause, "removed_in": place.removed_in}
    return render(request, "policies/removed_clause.html", context)


def _policies() -> QuerySet[Policy]:
    return Policy.objects.select_related("owner")


def _show(
    request: SignedInRequest, policy: Policy, version: Version, *, is_version_page: bool = False
) -> HttpResponse:
    clauses = list(version.clauses.all())
    around = reading.around(version, clauses)
    may_edit = can(request.user, "policies.edit")
    context = {
        "policy": policy,
        "version": version,
        "clauses": clauses,
        "is_intact": reading.is_intact(version, clauses),
        "contents": reading.contents(clauses),
        "legal": around.legal,
        "cross": around.cross,
        "held": around.held,
        "referring": visible(reading.referring_to(policy), request.user, "policies.read"),
        "dates": version.dates.all(),
        "versions": visible(
            policy.versions.select_related("published_by").defer("canonical_text"),
            request.user,
            "policies.read",
        ),
        "is_version_page": is_version_page,
        "may_edit": may_edit,
        "draft": getattr(policy, "draft", None) if may_edit else None,
        **standing(request, policy, version, may_edit=may_edit),
    }
    return render(request, "policies/policy.html", context)
