"""The charts of acknowledgments: day by day, by place, by policy, late by how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from district_portal.reports.asking import LATE as LATE_ROWS
from district_portal.reports.dashboard.asking import Asked
from district_portal.reports.dashboard.forecasting import Forecast, Unknown
from district_portal.reports.dashboard.foretelling import foretold
from district_portal.reports.dashboard.gathering import Named
from district_portal.reports.dashboard.leading import to_report
from district_portal.reports.dashboard.standing import Day, Standing, Tally
from district_portal.reports.dashboard.words import Group, grouped, number, of, percent
from district_portal.ui.charts import Bar, Chart, Line, Table, across, points, stacked
from district_portal.ui.dates import date_in_words

BARS, ROWS = 8, 100
"""So many bars and rows of a table are shown, those that need most looking at."""
STEPS: Final = 24
"""So many points a line has at most, and rows its table."""
AHEAD: Final = 60
"""Days after today that a line shows at most."""
LATE: Final = (
    Group(gettext_lazy("Up to a week"), 1, 7),
    Group(gettext_lazy("8 to 30 days"), 8, 30),
    Group(gettext_lazy("31 to 90 days"), 31, 90),
    Group(gettext_lazy("Over 90 days"), 91),
)


def legend() -> list[tuple[str, str]]:
    """What the parts of these bars mean."""
    return [("done", _("Signed")), ("late", _("Late")), ("open", _("Not signed, not late"))]


def by_place(asked: Asked, now: Standing) -> Chart | None:
    """How far each building is, those below it included; None where there are not two."""
    itself = asked.top
    names = {
        pk: _("%(place)s itself") % {"place": name} if pk == itself else name
        for pk, name in asked.tree.names.items()
    }
    told = {names[pk]: tally for pk, tally in now.places.items() if pk in names}
    if not told:
        return None
    title, heading = _("By building or department"), _("Building or department")
    urls = {names[pk]: to_report(asked, place=pk) for pk in now.places if pk in names}
    urls.pop(names.get(itself or 0, ""), None)
    return _compared("places", title, heading, told, _where_late(told, now.total), urls)


def by_policy(asked: Asked, named: Mapping[int, Named], now: Standing) -> Chart | None:
    """How far each policy is; `named` are the versions; None where there are none."""
    told = {str(named[pk]): tally for pk, tally in now.versions.items() if pk in named}
    if not told:
        return None
    urls = {str(one): to_report(asked, policy=one.slug) for one in named.values()}
    lowest, tally = _in_order(told, by_share=True)[0]
    said = _("%(policy)s is lowest at %(share)s: %(open)s of %(wanted)s not signed")
    if len(told) == 1:
        said = _("%(policy)s is signed by %(share)s: %(open)s of %(wanted)s not signed")
    finding = said % {
        "policy": lowest,
        "share": percent(tally.signed, tally.wanted),
        "open": number(tally.open),
        "wanted": number(tally.wanted),
    }
    if not tally.open:
        finding = _("Every policy is signed by all who must")
    return _compared("policies", _("By policy"), _("Policy"), told, finding, urls, by_share=True)


def late(asked: Asked, now: Standing) -> Chart | None:
    """How long what is late has been late; None where nothing is."""
    counts = grouped(now.late.items(), LATE)
    if not sum(counts):
        return None
    most = max(counts)
    long = sum(counts[2:])
    words = {"n": number(long), "late": number(sum(counts))}
    finding = ngettext(
        "%(n)s of %(late)s late signatures is over a month late",
        "%(n)s of %(late)s late signatures are over a month late",
        long,
    )
    return Chart(
        name="late",
        title=_("Late by how long"),
        finding=finding % words,
        bars=[
            Bar(str(group.label), stacked(("late", count), whole=most), number(count))
            for group, count in zip(LATE, counts, strict=True)
        ],
        table=Table(
            [_("Late"), _("Signatures missing")],
            [(str(g.label), number(n)) for g, n in zip(LATE, counts, strict=True)],
        ),
        links=_to_late(asked, sum(counts), long),
        note=_("In days since the due date; who is on leave is not late."),
    )


def _to_late(asked: Asked, all_: int, long: int) -> list[tuple[str, str]]:
    """To all who are late, and to those of them who have been for over a month."""
    some = _("Who is late, by name"), _("Who is over a month late, by name")
    everybody = (to_report(asked, status=LATE_ROWS), some[0])
    if not long or long == all_:
        return [everybody]
    return [everybody, (to_report(asked, status=LATE_ROWS, days_late=LATE[2].first), some[1])]


def over_time(asked: Asked, now: Standing, said: Forecast | Unknown) -> Chart | None:
    """How much was signed by the end of each day, and was due; None where no day is kept."""
    whole = now.total.wanted
    begun = min((one.day for one in now.days if one.asked), default=None)
    if begun is None or not whole:
        return None
    first = max(begun, asked.first_day)
    ahead = asked.today + dt.timedelta(days=AHEAD)
    last = max(asked.today, min(max(one.day for one in now.days), ahead))
    days = _days_shown(first, last, asked.today)
    signed, due = _course(now.days, days, "signed"), _course(now.days, days, "due")
    signed[asked.today] = now.total.signed
    until_now = [(day, 100 * signed[day] / whole) for day in days if day <= asked.today]
    planned = [(day, 100 * min(due[day], whole) / whole) for day in days]
    words = {
        "signed": percent(now.total.signed, whole),
        "due": percent(min(due[asked.today], whole), whole),
    }
    return Chart(
        name="time",
        title=_("Signed over time"),
        finding=_("%(signed)s are signed; %(due)s were due by today") % words,
        line=Line(
            solid=points(until_now, first=first, last=last),
            dashed=points(planned, first=first, last=last),
            ticks=tuple(
                date_in_words(day, style="short") for day in (first, _middle(first, last), last)
            ),
            today=across(asked.today, first=first, last=last) if last > asked.today else None,
        ),
        legend=[("solid", _("Signed by then")), ("dashed", _("Due by then"))],
        more=foretold(said),
        note=_(
            "Of what is asked of people who are here today, by the newest version in force; "
            "closed ones left out. The days before today are counted each night."
        ),
        table=Table(
            [_("End of"), _("Signed"), _("Due"), _("Of all signed")],
            [
                (
                    date_in_words(day),
                    number(signed[day]) if day <= asked.today else "–",
                    number(min(due[day], whole)),
                    percent(signed[day], whole) if day <= asked.today else "–",
                )
                for day in days
            ],
        ),
    )


def _where_late(told: Mapping[str, Tally], total: Tally) -> str:
    name, worst = _in_order(told)[0]
    if not total.late:
        name, lowest = _in_order(told, by_share=True)[0]
        if not lowest.open:
            return _("Everyone has signed, at every building")
        words = {"place": name, "share": percent(lowest.signed, lowest.wanted)}
        if len(told) == 1:
            return _("Nothing is late; at %(place)s %(share)s are signed") % words
        return _("Nothing is late; %(place)s is lowest at %(share)s") % words
    said = ngettext(
        "%(late)s of %(wanted)s is late; most at %(place)s: %(there)s",
        "%(late)s of %(wanted)s are late; most at %(place)s: %(there)s",
        total.late,
    )
    if worst.late == total.late:
        said = ngettext(
            "%(late)s of %(wanted)s is late, at %(place)s",
            "%(late)s of %(wanted)s are late, all at %(place)s",
            total.late,
        )
    return said % {
        "late": number(total.late),
        "wanted": number(total.wanted),
        "place": name,
        "there": number(worst.late),
    }


def _compared(
    name: str,
    title: str,
    heading: str,
    told: Mapping[str, Tally],
    finding: str,
    urls: Mapping[str, str],
    *,
    by_share: bool = False,
) -> Chart:
    order = _in_order(told, by_share=by_share)
    shown = len(order) if len(order) == BARS + 1 else BARS
    hidden = len(order) - shown
    more = ngettext(
        "%(n)s more stands in the table.", "%(n)s more stand in the table.", max(hidden, 1)
    )
    if len(order) > ROWS:
        more = _("The table has the first %(n)s; choose a place to see those below it.")
        hidden = ROWS
    return Chart(
        name=name,
        title=title,
        finding=finding,
        bars=[
            Bar(label, _parts(tally), _figure(tally), urls.get(label, ""))
            for label, tally in order[:shown]
        ],
        legend=legend(),
        more=more % {"n": number(hidden)} if hidden > 0 else "",
        table=Table(
            [heading, _("Signed"), _("Not signed"), _("Late"), _("Signed, per cent"), _("Closed")],
            [
                (
                    label,
                    of(tally.signed, tally.wanted),
                    number(tally.open),
                    number(tally.late),
                    percent(tally.signed, tally.wanted),
                    number(tally.closed),
                )
                for label, tally in order[:ROWS]
            ],
            [urls.get(label, "") for label, _tally in order[:ROWS]],
        ),
    )


def _in_order(told: Mapping[str, Tally], *, by_share: bool = False) -> list[tuple[str, Tally]]:
    """Most late ones first, or the lowest share."""

    def worst(one: tuple[str, Tally]) -> tuple[float, float, str]:
        name, tally = one
        return (tally.share, -tally.late, name) if by_share else (-tally.late, tally.share, name)

    return sorted(told.items(), key=worst)


def _parts(tally: Tally) -> tuple:
    waiting = tally.open - tally.late
    return stacked(
        ("done", tally.signed), ("late", tally.late), ("open", waiting), whole=tally.wanted
    )


def _figure(tally: Tally) -> str:
    share = percent(tally.signed, tally.wanted)
    if not tally.late:
        return _("%(share)s of %(wanted)s") % {"share": share, "wanted": number(tally.wanted)}
    words = {"share": share, "wanted": number(tally.wanted), "late": number(tally.late)}
    return _("%(share)s of %(wanted)s, %(late)s late") % words


def _days_shown(first: dt.date, last: dt.date, today: dt.date) -> list[dt.date]:
    """Some days from the first to the last one, today among them."""
    step = max(1, -(-(last - first).days // STEPS))
    shown = {first + dt.timedelta(days=n) for n in range(0, (last - first).days + 1, step)}
    return sorted(shown | {last, today})


def _course(days: list[Day], shown: list[dt.date], what: str) -> dict[dt.date, int]:
    """The sum until the end of each of the days shown."""
    found, total, rest = {}, 0, iter(days)
    one = next(rest, None)
    for day in shown:
        while one and one.day <= day:
            total += getattr(one, what)
            one = next(rest, None)
        found[day] = total
    return found


def _middle(first: dt.date, last: dt.date) -> dt.date:
    return first + (last - first) / 2
