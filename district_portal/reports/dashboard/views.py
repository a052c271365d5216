from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.permissions import Role, needs, scope_of
from district_portal.reports.asking import CLOSED, OPEN, SIGNED
from district_portal.reports.dashboard import acknowledged, requested
from district_portal.reports.dashboard.asking import Asked
from district_portal.reports.dashboard.forms import DashboardForm
from district_portal.reports.dashboard.gathering import Gathered, gather
from district_portal.reports.dashboard.leading import to_report
from district_portal.reports.dashboard.standing import Tally
from district_portal.reports.dashboard.words import number, percent
from district_portal.reports.views.wrong_filters import wrong
from district_portal.ui.charts import Chart

MAY = "reports.acknowledgments"
SEE_REQUESTS = {
    *(Role.SUPERVISOR, Role.DISTRICT_ADMINISTRATOR, Role.TECHNOLOGY_COORDINATOR, Role.AUDITOR)
}
"""Whoever is none of these sees their own requests at most: an empty chart tells them nothing."""


@needs(MAY)
def dashboard(request: SignedInRequest) -> HttpResponse:
    """How the district stands, at a glance."""
    form = DashboardForm(request.GET or None)
    scope = scope_of(request.user, MAY)
    assert scope is not None  # noqa: S101 – @needs has seen to it
    heading = _("How your people stand") if scope else _("How the district stands")
    asked = form.asked(scope, by=request.user)
    if asked is None:
        return wrong(request, form, heading)
    found = gather(asked)
    context = {
        "filter_form": form,
        "asked": asked,
        "heading": heading,
        "place": asked.tree.names.get(asked.place or 0, ""),
        "found": found,
        **_figures(found),
        "acknowledgments": _columns(_of_acknowledgments(asked, found)),
        "requests": _columns(_of_requests(asked, found)),
        "sees_requests": not request.user.roles.isdisjoint(SEE_REQUESTS),
        "accounts": _columns(_of_accounts(asked, found)),
        "to_open": to_report(asked, status=OPEN),
        "to_signed": to_report(asked, status=SIGNED),
        "to_closed": to_report(asked, status=CLOSED),
    }
    return render(request, "reports/dashboard.html", context)


def _columns(charts: list[Chart]) -> list[list[Chart]]:
    """The charts in two columns, one after the other from left to right; nothing for none."""
    return [column for column in (charts[::2], charts[1::2]) if column]


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
        acknowledged.late(asked, now),
        acknowledged.by_policy(asked, found.named, now),
        acknowledged.by_place(asked, now),
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
    charts = [requested.states(asked, found.keeping), requested.checks(asked, found.keeping)]
    return [chart for chart in charts if chart]
