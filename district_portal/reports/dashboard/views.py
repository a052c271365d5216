from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs, scope_of
from district_portal.reports.dashboard import acknowledged, requested
from district_portal.reports.dashboard.asking import Asked
from district_portal.reports.dashboard.forms import DashboardForm
from district_portal.reports.dashboard.gathering import Gathered, gather
from district_portal.reports.dashboard.standing import Tally
from district_portal.reports.dashboard.words import number, percent
from district_portal.reports.views.wrong_filters import wrong
from district_portal.ui.charts import Chart

MAY = "reports.acknowledgments"


@needs(MAY)
def dashboard(request: SignedInRequest) -> HttpResponse:
    """How the district stands, at a glance."""
    form = DashboardForm(request.GET or None)
    scope = scope_of(request.user, MAY)
    assert scope is not None  # noqa: S101 – @needs has seen to it
    asked = form.asked(scope, by=request.user)
    if asked is None:
        return wrong(request, form, _("How the district stands"))
    found = gather(asked)
    context = {
        "filter_form": form,
        "asked": asked,
        "place": asked.tree.names.get(asked.place or 0, ""),
        "found": found,
        **_figures(found),
        "acknowledgments": _of_acknowledgments(asked, found),
        "requests": _of_requests(asked, found),
        "accounts": _of_accounts(asked, found),
    }
    return render(request, "reports/dashboard.html", context)


def _figures(found: Gathered) -> dict[str, str]:
    total = found.standing.total if found.standing else Tally()
    return {
        "share": percent(total.signed, total.wanted),
        "open": number(total.open),
        "closed": number(total.closed),
    }


def _of_acknowledgments(asked: Asked, found: Gathered) -> list[Chart]:
    now, said = found.standing, found.forecast
    if now is None or said is None:
        return []
    charts = [
        acknowledged.over_time(asked, now, said),
        acknowledged.late(now),
        acknowledged.by_place(asked, now),
        acknowledged.by_policy(found.codes, now),
    ]
    return [chart for chart in charts if chart]


def _of_requests(asked: Asked, found: Gathered) -> list[Chart]:
    if found.handling is None:
        return []
    charts = [requested.by_month(asked, found.handling), requested.times(found.handling)]
    if not asked.is_past:
        charts.insert(1, requested.by_age(found.handling))
    return [chart for chart in charts if chart]


def _of_accounts(asked: Asked, found: Gathered) -> list[Chart]:
    if found.keeping is None:
        return []
    charts = [requested.states(found.keeping), requested.checks(asked, found.keeping)]
    return [chart for chart in charts if chart]
