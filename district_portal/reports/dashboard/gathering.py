"""Everything that the dashboard shows, gathered in few statements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import F

from district_portal.reports.dashboard import forecasting, handling, keeping, standing
from district_portal.reports.dashboard.asking import Asked
from district_portal.reports.dashboard.forecasting import Forecast, Unknown
from district_portal.reports.dashboard.handling import Handling
from district_portal.reports.dashboard.keeping import Keeping
from district_portal.reports.dashboard.standing import Standing
from district_portal.schooldays.counting import school_days_in
from district_portal.ui.together import fetched
from policies.models import Version


@dataclass(frozen=True)
class Named:
    """A version that is told of: the code and title that it has, and its policy's address."""

    code: str
    title: str
    slug: str

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


@dataclass
class Gathered:
    """What the charts are drawn from; a part is None where it is not asked for.

    With a policy nothing is told of requests and of the registry; of a school year that is over
    only what happened in it.
    """

    standing: Standing | None = None
    named: dict[int, Named] = field(default_factory=dict)
    """The versions that are told of, by their ids."""
    forecast: Forecast | Unknown | None = None
    handling: Handling | None = None
    keeping: Keeping | None = None
    school_days: list[dt.date] = field(default_factory=list)


def gather(asked: Asked) -> Gathered:
    """All of it; two statements and the one for school days, one more for a supervisor."""
    now, of_requests = not asked.is_past, asked.policy is None
    of_all = standing.sought(asked) if now and asked.is_of_everybody else []
    requests = handling.sought(asked) if of_requests else []
    accounts = keeping.sought(asked) if now and of_requests else []
    named = Version.objects.filter(pk__in=asked.versions).order_by()
    facts = named.values("pk", "code", "title", slug=F("policy__slug"))
    versions, *found = fetched([facts, *of_all, *requests, *accounts])
    told = Gathered(named={row.pop("pk"): Named(**row) for row in versions})
    if now:
        everybody = asked.is_of_everybody
        told.standing = (
            standing.read(asked, found[: len(of_all)]) if everybody else standing.read_of_few(asked)
        )
    sent = found[len(of_all) : len(of_all) + len(requests)]
    told.school_days = _school_days(asked, told.standing, sent)
    if told.standing:
        told.forecast = forecasting.forecast(
            told.standing, today=asked.today, school_days=told.school_days
        )
    if requests:
        told.handling = handling.read(asked, sent, school_days=told.school_days)
    if accounts:
        told.keeping = keeping.read(found[-len(accounts) :])
    return told


def _school_days(
    asked: Asked, now: Standing | None, sent: list[list[standing.Row]]
) -> list[dt.date]:
    """The school days that any of the figures counts; one query."""
    first = [asked.today - dt.timedelta(days=forecasting.REACH)]
    last = [asked.today]
    if now and (due := forecasting.due_day(now)):
        last.append(due)
    if sent:
        first += handling.first_needed(sent)
    return school_days_in(min(first) - dt.timedelta(days=1), max(last))
