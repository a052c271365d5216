from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from district_portal.district.current import today
from district_portal.permissions import View, can, get_or_404, needs, visible
from district_portal.ui import panels
from policies import describing, naming, reading, turning
from policies.as_of import in_force_on, rescinded_by
from policies.forms.listing import DayForm
from policies.models import Clause, Policy, Version
from policies.references import linking
from policies.reviews import review_calendar
from policies.views.standing import standing

LONGEST_SEARCH = 600
"""Characters of the search to which a page that was found leads back."""
_LONG_OF_DRAFT = [f"draft__{name}" for name in ("text", "source", "dropped", "meta", "doubts")]


def at_todays_address(view: View) -> View:
    """An address made from an older code leads on to today's, for those who may read there."""

    @wraps(view)
    def found(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, slug, **kwargs)
        except Http404:
            current = reading.current_slug(slug, among=_policies(request))
            if current in (None, slug):
                raise
            assert request.resolver_match is not None  # noqa: S101 – every view was resolved
            return redirect(request.resolver_match.view_name, slug=current, **kwargs)

    return found


@needs("policies.read", guests=True)
@at_todays_address
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force, or the last that was; under an old address, the way to the new one."""
    found, versions = _with_history(request, slug)
    if shown := found.in_force or _newest(versions, Version.State.SUPERSEDED):
        return _show(request, shown, versions)
    if not versions:
        raise Http404
    return redirect(versions[0])


@needs("policies.read", guests=True)
@at_todays_address
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version for ever, whether it is still in force or not."""
    _found, versions = _with_history(request, slug)
    if shown := next((each for each in versions if each.number == number), None):
        return _show(request, shown, versions, is_version_page=True)
    raise Http404


@needs("policies.read", guests=True)
@at_todays_address
def as_of(request: HttpRequest, slug: str, day: str = "") -> HttpResponse:
    """The text that bound on a day; without one, the way to the day that was chosen."""
    found, versions = _with_history(request, slug)
    form = DayForm({"day": day} if day else request.GET)
    if not form.is_valid():
        return render(request, "policies/as_of.html", {"policy": found, "form": form})
    chosen: dt.date = form.cleaned_data["day"]
    if chosen.isoformat() != day:
        return redirect("policies:as_of", slug=slug, day=chosen.isoformat())
    bound = in_force_on(found, chosen)
    if shown := next((each for each in versions if each == bound), None):
        return _show(request, shown, versions, is_version_page=True, day=chosen)
    context = {
        "policy": found,
        "form": form,
        "day": chosen,
        "was_none": True,
        "rescission": rescinded_by(found, chosen),
    }
    return render(request, "policies/as_of.html", context)


@needs("policies.read", guests=True)
@at_todays_address
def clause(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The clause in the version in force, or word of when it was removed."""
    found = policy_or_404(request, slug)
    place = reading.whereabouts(found, key)
    if place is None:
        return _where_it_never_bound(request, found, key)
    if place.removed_in is None:
        address = reverse("policies:policy", args=[slug])
        query = _with_search(request, turning.query(place.clause))
        return redirect(f"{address}{query}#c{place.clause.path}")
    context = {"policy": found, "clause": place.clause, "removed_in": place.removed_in}
    return render(request, "policies/removed_clause.html", context)


def _with_search(request: HttpRequest, query: str) -> str:
    """`query` (empty, or with its question mark) and the search that led here, if one did."""
    if not (search := request.GET.get("search")):
        return query
    return f"{query}{'&' if query else '?'}{urlencode({'search': search})}"


def _where_it_never_bound(request: HttpRequest, policy: Policy, key: str) -> HttpResponse:
    """To a clause of a version that is to come or was withdrawn, for those who may read that."""
    versions = visible(policy.versions.all(), request.user, "policies.read")
    clauses = Clause.objects.filter(version__in=versions, key=key)
    place = clauses.select_related("version__policy").order_by("-version__number").first()
    if place is None:
        raise Http404
    address = place.version.get_absolute_url()
    return redirect(f"{address}{turning.query(place)}#c{place.path}")


def policy_or_404(request: HttpRequest, slug: str) -> Policy:
    """The policy with this slug, if the person may read it."""
    policies = Policy.objects.select_related("owner")
    return get_or_404(policies, request.user, "policies.read", slug=slug)


def version_or_404(request: HttpRequest, slug: str, number: int) -> Version:
    """The version of that number, if the person may read it."""
    found = policy_or_404(request, slug)
    shown = get_or_404(found.versions.all(), request.user, "policies.read", number=number)
    shown.policy = found
    return shown


def _with_history(request: HttpRequest, slug: str) -> tuple[Policy, list[Version]]:
    """The policy with this slug and its versions, as far as the person may read them."""
    policies = Policy.objects.select_related("owner")
    policies = policies.annotate(**panels.brought("clauses", request))
    if can(request.user, "policies.edit"):
        policies = review_calendar.dated(policies.select_related("draft").defer(*_LONG_OF_DRAFT))
    policy = get_or_404(policies, request.user, "policies.read", slug=slug)
    among = visible(Version.objects.all(), request.user, "policies.read")
    return policy, reading.history(policy, among=among)


def _where_to_ask(request: HttpRequest, version: Version) -> str:
    """The address at which one asks about a clause, up to its key; nothing for guests."""
    if not request.user.is_authenticated:
        return ""
    return f"{reverse('questions:ask', args=[version.policy.slug, version.number])}?clause="


def _is_today(version: Version, day: dt.date | None) -> bool:
    return version.state == Version.State.IN_FORCE and day is None


def _newest(versions: Sequence[Version], state: str) -> Version | None:
    return next((version for version in versions if version.state == state), None)


def _policies(request: HttpRequest) -> QuerySet[Policy]:
    return visible(Policy.objects.all(), request.user, "policies.read")


def _show(
    request: HttpRequest,
    version: Any,
    versions: Sequence[Version],
    *,
    is_version_page: bool = False,
    day: dt.date | None = None,
) -> HttpResponse:
    policy, clauses = version.policy, list(version.clauses.all())
    naming.name(clauses)
    codes = {each.code for each in versions}
    among = _policies(request)
    around, referring = linking.around_both_ways(version, clauses, among=among, codes=codes)
    may_edit = can(request.user, "policies.edit")
    turned = turning.turn(clauses, at=request.GET.get("at", ""), whole="all" in request.GET)
    context = {
        "policy": policy,
        "version": version,
        "turned": turned,
        "clauses": turned.clauses,
        "is_intact": reading.is_intact(version, clauses),
        "contents": turned.contents,
        "legal": around.legal,
        "cross": around.cross,
        "held": around.held,
        "referring": referring,
        "dates": version.printed,
        "versions": versions,
        "day": day,
        "day_form": DayForm(initial={"day": day or today()}),
        "head": describing.head(version, clauses),
        "is_version_page": is_version_page,
        "may_edit": may_edit,
        "search": request.GET.get("search", "")[:LONGEST_SEARCH],
        "draft": getattr(policy, "draft", None) if may_edit else None,
        "beside": panels.beside("clauses", request, policy) if _is_today(version, day) else {},
        "ask_url": _where_to_ask(request, version) if _is_today(version, day) else "",
        **standing(request, policy, version, versions, may_edit=may_edit),
    }
    return render(request, "policies/policy.html", context)
