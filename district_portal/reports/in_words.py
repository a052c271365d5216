"""What a report was asked and what it found, in words: the same on the page and in every file."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Posting
from district_portal.district import wording
from district_portal.permissions import Role
from district_portal.reports.asking import STATUSES, Question
from district_portal.reports.completion import Finding
from district_portal.reports.dashboard.words import number
from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import ALL_OF_THEM


def sentence(question: Question, found: Finding) -> str:
    """What the report found, such as “312 of 348 signed. 36 have not.”."""
    if not found.asked:
        return _("Nobody was asked.")
    return " ".join([*_signed(question, found), *_others(question, found)])


def filters(question: Question) -> Iterator[tuple[str, str]]:
    """The filters of a report, in words: what each is called, and what was chosen."""
    yield _("As of"), date_in_words(question.as_of)
    yield _("Policy"), str(question.policy or ALL_OF_THEM)
    if question.packet:
        yield _("Packet"), question.packet.name
    if question.version:
        yield _("Version"), str(question.version)
    if question.school_year:
        yield _("School year"), question.school_year
    yield _("Building or department"), str(question.place or ALL_OF_THEM)
    yield _("Position"), question.position or str(ALL_OF_THEM)
    yield wording.role(Role.SUPERVISOR), str(question.supervisor or ALL_OF_THEM)
    yield _("Kind"), str(dict(Posting.Kind.choices).get(question.kind) or ALL_OF_THEM)
    yield _("Status"), str(dict(STATUSES)[question.status])
    if question.days_late > 1:
        yield _("Days late, at least"), str(question.days_late)
    if question.words:
        yield _("Name, address or number"), question.words
    yield _("With people who left"), _("Yes") if question.with_left else _("No")


def _signed(question: Question, found: Finding) -> Iterator[str]:
    numbers = {"signed": number(found.signed), "asked": number(found.wanted)}
    if not found.wanted:
        return
    if question.policy:
        yield _("%(signed)s of %(asked)s signed.") % numbers
        yield ngettext("%(n)s has not.", "%(n)s have not.", found.open) % {"n": number(found.open)}
    else:
        words = _("%(signed)s of %(asked)s signatures are given, each policy counted for itself.")
        yield words % numbers
        yield ngettext("%(n)s is missing.", "%(n)s are missing.", found.open) % {
            "n": number(found.open)
        }


def _late(question: Question, found: Finding) -> str:
    if found.late == found.open:
        return _all_late(question, found)
    if question.days_late == 1:
        return ngettext("%(n)s of them is late.", "%(n)s of them are late.", found.late)
    days = ngettext("%(n)d day", "%(n)d days", question.days_late) % {"n": question.days_late}
    words = ngettext(
        "%(n)s of them is at least %(days)s late.",
        "%(n)s of them are at least %(days)s late.",
        found.late,
    )
    return words % {"n": number(found.late), "days": days}


def _all_late(question: Question, found: Finding) -> str:
    """Where every one of those that are missing is late."""
    if question.days_late == 1:
        return ngettext("That one is late.", "All of them are late.", found.late)
    days = ngettext("%(n)d day", "%(n)d days", question.days_late) % {"n": question.days_late}
    words = ngettext(
        "That one is at least %(days)s late.",
        "All of them are at least %(days)s late.",
        found.late,
    )
    return words % {"days": days}


def _others(question: Question, found: Finding) -> Iterator[str]:
    told = [
        (found.late, _late(question, found)),
        (
            found.closed,
            ngettext(
                "Besides, %(n)s is closed without a signature.",
                "Besides, %(n)s are closed without a signature.",
                found.closed,
            ),
        ),
        (
            found.replaced,
            ngettext(
                "%(n)s was not signed before a newer version came.",
                "%(n)s were not signed before a newer version came.",
                found.replaced,
            ),
        ),
        (
            found.left,
            ngettext("%(n)s left without signing.", "%(n)s left without signing.", found.left),
        ),
    ]
    return (words % {"n": number(many)} for many, words in told if many)
