"""What is said of records: class, public record or not, archived or not, held, and until when kept.

All of it comes with the query that fetches the rows, so that a list and a page ask nothing more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject, NullIf
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.naming import called
from district_portal.district.current import school_year_bounds, today
from district_portal.records import holding
from district_portal.records.kinds import Beside, Kind
from district_portal.records.models import Archiving, RetentionClass, Ruling, Starts
from district_portal.records.scheduling import classes_in_force
from district_portal.ui.dates import date_in_words

FIELDS = ("code", "title", "years", "starts", "source", "public", "kinds")


@dataclass(frozen=True)
class Facts:
    """What is said of one record, and what follows.

    `about` says what it is: sort, title, whose it is, and its days. `rule` is its class in the
    schedule in force; `goes_from` the local day from which it may be disposed of, None while the
    clock has not started. `ruling` and `archiving` are what was said of it last; `holds` are told
    to those who asked for them, and of secret kinds only where the reader has `handled` it.
    """

    kind: Kind
    pk: int
    name: str
    url: str
    about: list[str]
    rule: RetentionClass | None
    schedule: int | None
    public: bool
    ruling: dict[str, Any] | None
    archiving: dict[str, Any] | None
    archived_on: dt.date | None
    closed_on: dt.date | None
    starts_on: dt.date | None
    goes_from: dt.date | None
    over: bool
    handled: bool = True
    holds: list[dict[str, Any]] = field(default_factory=list)
    resting: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the record is called: "Request 2026-0012"."""
        return self.kind.title_of(self.name)

    @property
    def code(self) -> str:
        """The code of its class; nothing without one."""
        return self.rule.code if self.rule else ""

    def run_out(self, day: dt.date) -> bool:
        """Whether it was kept long enough on the local `day`, so that it may be looked at to go."""
        return self.goes_from is not None and self.goes_from <= day

    @property
    def to_archive(self) -> bool:
        """Whether it is closed, a public record, and not with the archiving service yet."""
        return self.over and self.public and self.archived_on is None


def told(kind: Kind, *, holds: bool) -> dict[str, Any]:
    """What to annotate rows of `kind` with, for `facts`; with the `holds` on each where asked."""
    ruling = Ruling.objects.filter(kind=kind.name, record=OuterRef("pk")).order_by("-pk")
    archiving = Archiving.objects.filter(kind=kind.name, record=OuterRef("pk")).order_by("-pk")
    said = NullIf(OuterRef("record_code"), Value(""), output_field=CharField())
    rule = classes_in_force().annotate(said=said)
    rule = rule.filter(Q(said=None, kinds__contains=[kind.name]) | Q(code=F("said")))
    found: dict[str, Any] = {
        "record_name": F(kind.called),
        "record_title": F(kind.title),
        "record_person": kind.whom,
        "record_begun": F(kind.begun),
        "record_decided": _moment(kind.decided),
        "record_closed": _moment(kind.closed),
        "record_over": Case(When(kind.over, then=True), default=False),
        "record_ruling": Subquery(
            ruling.values(
                row=JSONObject(
                    public="public",
                    code="code",
                    reason="reason",
                    at="ruled_at",
                    by=called("ruled_by"),
                )
            )[:1]
        ),
        "record_archiving": Subquery(
            archiving.values(
                row=JSONObject(
                    on="archived_on",
                    where="where",
                    reason="reason",
                    at="noted_at",
                    by=called("noted_by"),
                )
            )[:1]
        ),
        "record_code": Subquery(ruling.values("code")[:1]),
        "record_rule": Subquery(
            rule.values(
                row=JSONObject(schedule=F("schedule__number"), **{name: F(name) for name in FIELDS})
            )[:1]
        ),
    }
    if holds:
        rows = holding.on(kind).values(row=JSONObject(pk="pk", case="case_name"))
        found["record_holds"] = ArraySubquery(rows)
    return found


def what_stops(kind: Kind) -> dict[str, Any]:
    """What to annotate rows of `kind` with besides, to know what rests on them or is open."""
    beside = [("resting", kind.resting), ("open", kind.open)]
    return {
        f"record_{name}_{number}": Exists(
            row.part.model._default_manager.filter(  # noqa: SLF001
                row.when, **{row.part.path: OuterRef("pk")}
            )
        )
        for name, rows in beside
        for number, row in enumerate(rows)
    }


def facts(kind: Kind, row: Any) -> Facts:
    """What is said of `row`, annotated with `told` and, where it is asked, `what_stops`."""
    known = row.record_rule
    rule = RetentionClass(**{name: known[name] for name in FIELDS}) if known else None
    ruling, archiving = row.record_ruling, row.record_archiving
    said = ruling["public"] if ruling else None
    starts_on = start_of_clock(rule.starts, row.record_decided, row.record_closed) if rule else None
    closed = row.record_closed
    return Facts(
        kind=kind,
        pk=row.pk,
        name=row.record_name,
        url=row.get_absolute_url(),
        about=_about(kind, row),
        rule=rule,
        schedule=known["schedule"] if known else None,
        public=not kind.is_secret and (said if said is not None else rule.public if rule else True),
        ruling=ruling,
        archiving=archiving,
        archived_on=parse_date(archiving["on"]) if archiving and archiving["on"] else None,
        closed_on=today(closed) if closed else None,
        starts_on=starts_on,
        goes_from=rule.kept_until(starts_on) if rule and starts_on else None,
        over=row.record_over,
        handled=getattr(row, "record_handled", True),
        holds=getattr(row, "record_holds", []),
        resting=_words(kind.resting, row, "resting"),
        open=_words(kind.open, row, "open"),
    )


def start_of_clock(
    starts: str, decided: dt.datetime | None, closed: dt.datetime | None
) -> dt.date | None:
    """The local day on which a clock that `starts` so began to run; None while it has not."""
    moment = decided if starts == Starts.DECIDED else closed
    if moment is None:
        return None
    day = today(moment)
    return school_year_bounds(day)[1] if starts == Starts.YEAR_END else day


def _moment(source: Any) -> Any:
    return F(source) if isinstance(source, str) else source


def _about(kind: Kind, row: Any) -> list[str]:
    sort, title = str(kind.sort(row)), row.record_title
    said = [sort, title] if title != row.record_name else [sort]
    said.append(str(kind.whose) % {"name": row.record_person})
    return [part for part in [*said, _days(row.record_begun, row.record_closed)] if part]


def _days(begun: dt.datetime, closed: dt.datetime | None) -> str:
    """From when to when; who left before they were entered is told of by the last day alone."""
    day = date_in_words(today(begun))
    if closed is None:
        return _("Since %(begun)s") % {"begun": day}
    end = date_in_words(today(closed))
    if closed < begun:
        return _("Until %(closed)s") % {"closed": end}
    return _("%(begun)s to %(closed)s") % {"begun": day, "closed": end}


def _words(rows: list[Beside], row: Any, name: str) -> list[str]:
    there = enumerate(rows)
    return [str(one.words) for at, one in there if getattr(row, f"record_{name}_{at}", False)]
