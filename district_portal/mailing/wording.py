"""The district writes the text of a mail, and takes it back; every text of before is kept.

A mail that has its words already goes out with them. Reminders get theirs when they go out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from district_portal import audit
from district_portal.mailing import framing, pieces, proofreading
from district_portal.mailing.kinds import KINDS
from district_portal.mailing.models import Wording
from district_portal.mailing.pieces import Pattern

if TYPE_CHECKING:
    from accounts.models import Person

LONGEST_SUBJECT: Final = 200
LONGEST_BODY: Final = 5000


@dataclass(frozen=True)
class Text:
    """What is written: a subject of one line, and a body."""

    subject: str
    body: str


class StaleWordingError(Exception):
    """Somebody else has changed the text since it was shown; `newest` is theirs."""

    def __init__(self, newest: Wording | None) -> None:
        super().__init__(newest)
        self.newest = newest


class FaultyTextError(Exception):
    """The text can't be kept; `faults` says why, sentences by the name of the field."""

    def __init__(self, faults: Mapping[str, list[str]]) -> None:
        super().__init__(faults)
        self.faults = faults


def text(name: str, *, language: str = "") -> Text:
    """What the mails of that name say now: the district's text, or the portal's own.

    In the portal's language unless given. Raises KeyError for a kind whose text stays.
    """
    return changed(name, language=language) or default(name, language=language)


def changed(name: str, *, language: str = "") -> Text | None:
    """The text that the district has given the mails of that name, None where it has none.

    None also where it names what this version of the portal no longer knows: a mail goes out.
    """
    if name not in KINDS or KINDS[name].stays:
        return None
    newest = history(name, language=language).first()
    if newest is None or not newest.subject:
        return None
    faults = proofreading.faults(pattern_of(name), subject=newest.subject, body=newest.body)
    return None if faults else Text(newest.subject, newest.body)


def default(name: str, *, language: str = "") -> Text:
    """The portal's own text in that language. Raises KeyError for a kind whose text stays."""
    pattern = pattern_of(name)
    with translation.override(language or settings.LANGUAGE_CODE):
        return Text(str(pattern.subject), str(pattern.body))


def pattern_of(name: str) -> Pattern:
    """How the district may write that kind of mail. Raises KeyError for one whose text stays."""
    pattern = pieces.pattern_of(name) or framing.frame_of(name)
    if pattern is None:
        raise KeyError(name)
    return pattern


def history(name: str, *, language: str = "") -> QuerySet[Wording]:
    """Every text that the district gave the mails of that name, newest first."""
    language = language or settings.LANGUAGE_CODE
    return Wording.objects.filter(name=name, language=language).select_related("by")


def newest(*, language: str = "") -> dict[str, Wording]:
    """The newest text of each kind that the district ever changed, by its name."""
    language = language or settings.LANGUAGE_CODE
    rows = Wording.objects.filter(language=language).order_by("name", "-number").distinct("name")
    return {row.name: row for row in rows.select_related("by")}


@transaction.atomic
def reword(
    name: str,
    text: Text,
    *,
    by: Person,
    based_on: int,
    language: str = "",
    at: dt.datetime | None = None,
) -> Wording | None:
    """Let the mails of that name say `text` from now on.

    `based_on` is the number of the text that was shown when it was written, 0 for none. The same
    text once more changes nothing; nor does the portal's own, where nothing else was said.
    Answers the row that counts. Raises FaultyTextError, StaleWordingError, KeyError for a kind
    whose text stays.
    """
    text = Text(" ".join(text.subject.split()), _tidy(text.body))
    pattern = pattern_of(name)
    faults = proofreading.faults(pattern, subject=text.subject, body=text.body)
    if faults:
        raise FaultyTextError(faults)
    if text == default(name, language=language):
        text = Text("", "")
    return _add(name, text, by=by, based_on=based_on, language=language, at=at)


@transaction.atomic
def restore(
    name: str, *, by: Person, based_on: int, language: str = "", at: dt.datetime | None = None
) -> Wording | None:
    """Let the portal's own text count again; the district's stays among those of before.

    Answers as `reword` does. Raises StaleWordingError, KeyError for a kind whose text stays.
    """
    default(name)
    return _add(name, Text("", ""), by=by, based_on=based_on, language=language, at=at)


def _add(
    name: str, text: Text, *, by: Person, based_on: int, language: str, at: dt.datetime | None
) -> Wording | None:
    language = language or settings.LANGUAGE_CODE
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"wording:{name}:{language}"])
    last = history(name, language=language).first()
    before = Text(last.subject, last.body) if last else Text("", "")
    if text == before:
        return last
    if (last.number if last else 0) != based_on:
        raise StaleWordingError(last)
    row = Wording.objects.create(
        name=name,
        language=language,
        number=based_on + 1,
        subject=text.subject,
        body=text.body,
        at=at or timezone.now(),
        by=by,
    )
    audit.record(
        "mail.reworded" if text.subject else "mail.default_restored",
        by=by,
        on=row,
        before={"subject": before.subject, "body": before.body},
        after={"kind": name, "language": language, "subject": text.subject, "body": text.body},
        at=at,
    )
    return row


def _tidy(body: str) -> str:
    """Without blanks at the ends of lines, nor more than one empty line together."""
    lines: list[str] = []
    for line in [line.rstrip() for line in body.strip().splitlines()]:
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines)
