"""What reminders and the mails about late people say, and what of it the district may write."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from district_portal.district.current import today
from district_portal.mailing import pieces
from district_portal.mailing.filling import Lines, Values
from district_portal.mailing.pieces import COMMON, Context, Pattern, Word
from district_portal.reminders.digest import Line
from district_portal.reminders.escalating import Late
from policies.acknowledgments.telling import DAY, POLICIES, SHORT, days_left, label, waits


def _digest(context: Context) -> Values:
    lines, first, late = context["lines"], context["first"], context["late"]
    if late:
        summary = ngettext(
            "Past due, %(due)s: %(n)d policy waits for your signature",
            "Past due, the first %(due)s: %(n)d policies wait for your signature",
            late,
        )
    elif len(lines) == 1:
        summary = _now("Please sign by %(due)s: %(policy)s")
    else:
        summary = _now("%(n)d policies to sign, the first by %(due)s")
    said = {"due": date_format(first.due_on, str(SHORT)), "policy": first.policy}
    return {
        "policies": Lines(
            tuple((line.policy, days_left(line.due_on, line.days)) for line in lines)
        ),
        "policy": first.policy,
        "due date": date_format(first.due_on, str(DAY)),
        "days left": days_left(first.due_on, first.days),
        "number": str(len(lines)),
        "what waits": waits(len(lines)),
        "summary": summary % {**said, "n": late or len(lines)},
    }


def _late(context: Context, *, who: str) -> Values:
    lines, more = context["lines"], context["more"]
    rows = [
        (f"{line.person}: {line.policy}", days_left(line.due_on, -line.days_late)) for line in lines
    ]
    if more:
        said = ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}
        rows.append((said, ""))
    return {
        "late people": Lines(tuple(rows)),
        "who is late": who % {"n": context["people"]},
        "number": str(context["people"]),
        "oldest due date": date_format(lines[0].due_on, str(DAY)) if lines else "",
    }


def _escalation(context: Context) -> Values:
    people = context["people"]
    who = ngettext(
        "One of your people has not signed what was due.",
        "%(n)d of your people have not signed what was due.",
        people,
    )
    summary = ngettext(
        "%(n)d of your people is late to sign", "%(n)d of your people are late to sign", people
    )
    return {**_late(context, who=who), "summary": summary % {"n": people}}


def _escalation_hr(context: Context) -> Values:
    people = context["people"]
    who = ngettext(
        "This person has not signed what was due.",
        "These people have not signed what was due.",
        people,
    )
    summary = ngettext(
        "%(n)d person is long late to sign", "%(n)d people are long late to sign", people
    )
    return {
        **_late(context, who=who),
        "summary": summary % {"n": people},
        "supervisor": context["district"].supervisor_term,
    }


def _example_of_digest() -> Context:
    lines = tuple(
        Line(policy, today() + dt.timedelta(days=days), days)
        for policy, days in (("999 Sample Policy", 3), ("998 Another Sample", 7))
    )
    return {"lines": lines, "first": lines[0], "late": 0, "link": "/"}


def _example_of_late() -> Context:
    due = today() - dt.timedelta(days=14)
    lines = [
        Late("Alex Sample", "999 Sample Policy", due, 14),
        Late("Jordan Sample", "998 Another Sample", due, 14),
    ]
    return {"lines": lines, "people": 2, "more": 0, "link": "/"}


def _see(_context: Context) -> str:
    return _now("See who has not signed")


LATE: Final = (
    Word("late people", _("who has not signed what, and since when it is due"), fills_a_line=True),
    Word("who is late", _("how many have not signed what was due, as the portal says it")),
    Word("number", _("how many people are late")),
    Word("oldest due date", _("the oldest day that was missed")),
    Word("summary", _("how many are late, in short")),
)
pieces.made_of(
    "digest",
    Pattern(
        words=(*COMMON, *POLICIES),
        subject="{summary}",
        body=_("Hello {first name},\n\n{what waits}:\n\n{policies}\n\n{link}"),
        fill=_digest,
        label=label,
        example=_example_of_digest,
        subject_needs=("due date", "summary"),
        body_needs=("policies", "link"),
    ),
)
pieces.made_of(
    "escalation",
    Pattern(
        words=(*COMMON, *LATE),
        subject="{summary}",
        body=_(
            "Hello {first name},\n\n"
            "{who is late} They were reminded several times. Please speak with them.\n\n"
            "{late people}\n\n{link}"
        ),
        fill=_escalation,
        label=_see,
        example=_example_of_late,
        body_needs=("late people", "link"),
    ),
)
pieces.made_of(
    "escalation_hr",
    Pattern(
        words=(*COMMON, *LATE, Word("supervisor", _("what the district calls a supervisor"))),
        subject="{summary}",
        body=_(
            "Hello {first name},\n\n"
            "{who is late} They were reminded, and their {supervisor} was told. Please see what "
            "is in the way. What will never be signed can be closed with its reason.\n\n"
            "{late people}\n\n{link}"
        ),
        fill=_escalation_hr,
        label=_see,
        example=_example_of_late,
        body_needs=("late people", "link"),
    ),
)
