from __future__ import annotations

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from district_portal.permissions import can, needs, visible
from district_portal.ui.paging import page
from district_portal.ui.sorting import ordering
from policies import shelving
from policies.as_of import in_the_manual_on
from policies.forms.listing import PoliciesFilter
from policies.models import Policy, Rescission, Version

SORTED = {"code": ("sort_code", "pk"), "title": ("sort_title", "pk")}


@needs("policies.read", guests=True)
def policies(request: HttpRequest) -> HttpResponse:
    """The manual: every policy in force, series by series; others, and other days, on request."""
    if words := request.GET.get("words"):
        return redirect(f"{reverse('policies:search')}?{urlencode({'q': words})}")
    may_edit = can(request.user, "policies.edit")
    form = PoliciesFilter(request.GET, may_edit=may_edit)
    form.is_valid()
    chosen = form.cleaned_data
    rows = visible(_chosen(form), request.user, "policies.read")
    is_sorted = request.GET.get("sort", "").removeprefix("-") in SORTED
    by_series = not is_sorted and rows.exclude(series="").exists()
    if by_series:
        rows = shelving.in_series(rows)
    else:
        rows = rows.order_by(*ordering(request, allowed=SORTED, default="code"))
    context = {
        "filter_form": form,
        "policies": page(rows, request),
        "as_of": chosen.get("as_of"),
        "by_series": by_series,
        "is_filtered": any(chosen.values()),
        "may_edit": may_edit,
    }
    return render(request, "policies/list.html", context)


def _chosen(form: PoliciesFilter) -> QuerySet[Policy]:
    """The policies that the form asks for, each with the version to show in `current`."""
    chosen = form.cleaned_data
    found = Policy.objects.all()
    if kind := chosen.get("kind"):
        found = found.filter(kind=kind)
    if day := chosen.get("as_of"):
        return in_the_manual_on(found, day)
    state = chosen.get("state", "")
    if state != "all":
        found = found.filter(state=state or Policy.State.IN_FORCE)
    in_force = Version.objects.filter(state=Version.State.IN_FORCE).defer("canonical_text")
    ended = Rescission.objects.filter(policy=OuterRef("pk")).order_by("-on", "-pk")
    found = found.annotate(rescinded_on=Subquery(ended.values("on")[:1]))
    return found.prefetch_related(Prefetch("versions", queryset=in_force, to_attr="current"))
