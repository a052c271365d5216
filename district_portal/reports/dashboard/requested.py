"""The charts of requests and of the registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from approvals.registry.models import Account
from district_portal.reports.dashboard.asking import Asked
from district_portal.reports.dashboard.handling import Handling, Taken
from district_portal.reports.dashboard.keeping import Keeping
from district_portal.reports.dashboard.leading import to_open_requests, to_registry
from district_portal.reports.dashboard.words import Group, grouped, number
from district_portal.ui.charts import Bar, Chart, Table, stacked

AGES: Final = (
    Group(gettext_lazy("Up to 2 school days"), 0, 2),
    Group(gettext_lazy("3 to 5 school days"), 3, 5),
    Group(gettext_lazy("6 to 10 school days"), 6, 10),
    Group(gettext_lazy("Over 10 school days"), 11),
)
CHECKS: Final = (
    Group(gettext_lazy("Over a month late"), 31),
    Group(gettext_lazy("Up to a month late"), 1, 30),
    Group(gettext_lazy("Due within a month"), -30, 0),
    Group(gettext_lazy("Due later"), -100_000, -31),
)


def by_month(asked: Asked, handling: Handling) -> Chart | None:
    """How many requests came in each month of the school year; None where there were none."""
    if not handling.sent:
        return None
    months = _months(asked)
    counts = [handling.months.get(month, 0) for month in months]
    busiest = months[counts.index(max(counts))]
    said = ngettext(
        "%(n)s request came in %(year)s; most in %(month)s: %(most)s",
        "%(n)s requests came in %(year)s; most in %(month)s: %(most)s",
        handling.sent,
    )
    finding = said % {
        "n": number(handling.sent),
        "year": asked.year_name,
        "month": date_format(busiest, "F"),
        "most": number(max(counts)),
    }
    named = [date_format(month, "F Y") for month in months]
    return _counted(
        "months", _("Requests by month"), finding, _("Month"), _("Requests"), named, counts
    )


def by_age(handling: Handling) -> Chart | None:
    """How long open requests have waited; None where none is open."""
    counts = grouped(handling.ages.items(), AGES)
    if not sum(counts):
        return None
    long = sum(counts[2:])
    said = ngettext(
        "%(long)s of %(n)s open request has waited over 5 school days",
        "%(long)s of %(n)s open requests have waited over 5 school days",
        sum(counts),
    )
    finding = said % {"long": number(long), "n": number(sum(counts))}
    labels = [str(group.label) for group in AGES]
    title, what = _("Open requests by age"), _("Open requests")
    kinds = ("plain", "plain", "late", "late")
    chart = _counted("ages", title, finding, _("Waiting"), what, labels, counts, kinds=kinds)
    return replace(
        chart, links=[(to_open_requests(), _("All open requests, the longest waiting first"))]
    )


def times(handling: Handling) -> Chart | None:
    """How long each kind of step took until it was decided; None where none was."""
    if handling.in_all is None:
        return None
    longest = max([taken.most for taken in handling.steps] + [1])
    return Chart(
        name="times",
        title=_("Time to a decision, by step"),
        finding=_how_long(handling.in_all),
        bars=[_bar_of(taken, longest) for taken in handling.steps],
        legend=[("done", _("Half took at most")), ("open", _("Nine of ten took at most"))],
        table=Table(
            [_("Step"), _("Decisions"), _("Median, school days"), _("90%, school days")],
            [
                (taken.label, number(taken.decisions), str(taken.median), str(taken.most))
                for taken in handling.steps
            ],
        ),
        note=_("In school days since the step began; 0 is the same day."),
    )


def states(asked: Asked, keeping: Keeping) -> Chart | None:
    """How many accounts are in which state; None where there are none."""
    if not keeping.accounts:
        return None
    counts = [keeping.states.get(state, 0) for state in Account.State.values]
    active = keeping.states.get(Account.State.ACTIVE, 0)
    said = ngettext(
        "%(active)s of %(n)s account is active",
        "%(active)s of %(n)s accounts are active",
        keeping.accounts,
    )
    finding = said % {"active": number(active), "n": number(keeping.accounts)}
    labels = [str(state.label) for state in Account.State]
    return _counted(
        "states",
        _("Accounts by state"),
        finding,
        _("State"),
        _("Accounts"),
        labels,
        counts,
        urls=[to_registry(asked, state=state) for state in Account.State.values],
    )


def checks(asked: Asked, keeping: Keeping) -> Chart | None:
    """Which yearly checks are late or will be due; None where none waits."""
    counts = grouped(keeping.by_lateness(asked.today), CHECKS)
    if not sum(counts):
        return None
    overdue = keeping.overdue(asked.today)
    said = ngettext(
        "%(n)s of %(all)s yearly checks is overdue",
        "%(n)s of %(all)s yearly checks are overdue",
        overdue,
    )
    finding = said % {"n": number(overdue), "all": number(sum(counts))}
    if not overdue:
        finding = ngettext(
            "%(all)s yearly check waits; none is overdue",
            "%(all)s yearly checks wait; none is overdue",
            sum(counts),
        ) % {"all": number(sum(counts))}
    labels = [str(group.label) for group in CHECKS]
    title, what = _("Yearly checks that wait"), _("Checks")
    kinds = ("late", "late", "plain", "plain")
    chart = _counted("checks", title, finding, _("Due"), what, labels, counts, kinds=kinds)
    if not overdue:
        return chart
    to_overdue = (to_registry(asked, care="overdue"), _("Which are overdue, by name"))
    return replace(chart, links=[to_overdue])


def _counted(
    name: str,
    title: str,
    finding: str,
    heading: str,
    what: str,
    labels: list[str],
    counts: list[int],
    *,
    kinds: tuple[str, ...] = (),
    urls: Sequence[str] = (),
) -> Chart:
    whole, sort = max(counts), kinds or ("done",) * len(counts)
    urls = urls or [""] * len(counts)
    return Chart(
        name=name,
        title=title,
        finding=finding,
        bars=[
            Bar(label, stacked((kind, count), whole=whole), number(count), url)
            for label, count, kind, url in zip(labels, counts, sort, urls, strict=True)
        ],
        table=Table(
            [heading, what], [(a, number(n)) for a, n in zip(labels, counts, strict=True)], urls
        ),
    )


def _bar_of(taken: Taken, longest: int) -> Bar:
    rest = taken.most - taken.median
    words = _("half: %(median)s, nine of ten: %(most)s") % {
        "median": taken.median,
        "most": taken.most,
    }
    return Bar(taken.label, stacked(("done", taken.median), ("open", rest), whole=longest), words)


def _how_long(taken: Taken) -> str:
    if not taken.most:
        return _("Nine of ten decisions came on the same day")
    words = {"median": _days(taken.median), "most": _days(taken.most)}
    if not taken.median:
        return _("Half of the decisions came on the same day; nine of ten took %(most)s") % words
    return _("Half of the decisions took at most %(median)s; nine of ten %(most)s") % words


def _days(count: int) -> str:
    return ngettext("%(n)s school day", "%(n)s school days", count) % {"n": count}


def _months(asked: Asked) -> list[dt.date]:
    """The months of the school year until today's, by their first day."""
    found, month = [], asked.first_day.replace(day=1)
    while month <= min(asked.last_day, asked.today):
        found.append(month)
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return found
