"""The board's part in a version, and the day from which it is in force.

What is kept of the board is what has happened: a published version can't be changed afterwards.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, TypedDict

from django.utils.translation import gettext as _

from district_portal.ui.dates import date_in_words
from policies.models import Rescission, Version


class Board(TypedDict, total=False):
    """Readings and adoption (local days), the vote as the minutes give it, the resolution."""

    first_reading_on: dt.date | None
    second_reading_on: dt.date | None
    adopted_on: dt.date | None
    vote: str
    resolution: str


DAYS: Final = ("first_reading_on", "second_reading_on", "adopted_on")


def day_of(board: Board, name: str) -> dt.date | None:
    """One of the board's days, None where it isn't known."""
    value: Any = board.get(name)
    return value if isinstance(value, dt.date) else None


def objections(board: Board, *, day: dt.date) -> dict[str, str]:
    """What is wrong with the board's days on the local `day`: field → words.

    First reading, second reading and adoption follow each other, and none lies ahead.
    """
    found: dict[str, str] = {}
    latest: tuple[dt.date, str] | None = None
    for name in DAYS:
        on = day_of(board, name)
        if on is None:
            continue
        label = str(Version._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001
        if on > day:
            found[name] = _(
                "This day lies ahead. Enter what has happened: it can’t be changed once published."
            )
        elif latest and on < latest[0]:
            found[name] = _("This day can’t be before the %(earlier)s on %(day)s.") % {
                "earlier": latest[1],
                "day": date_in_words(latest[0], style="long"),
            }
        if latest is None or on >= latest[0]:
            latest = on, label
    return found


def objection_to_day(effective_on: dt.date, *, before: Version | None) -> str:
    """Why a version can't be in force from `effective_on`; nothing when it can.

    Versions follow each other in time, so that each day has one text.
    """
    if before is None:
        return ""
    rescission = Rescission.objects.filter(version=before).first()
    if rescission and effective_on < rescission.on:
        return _("The policy was rescinded on %(day)s. Choose that day or a later one.") % {
            "day": date_in_words(rescission.on, style="long")
        }
    if effective_on >= before.effective_on:
        return ""
    return _("Version %(number)d is in force from %(day)s. Choose that day or a later one.") % {
        "number": before.number,
        "day": date_in_words(before.effective_on, style="long"),
    }


def doubts(board: Board, *, effective_on: dt.date, revision: str, asks_everyone: bool) -> list[str]:
    """What is unusual about a publication and should be looked at once more."""
    found = []
    if revision == Version.Revision.TECHNICAL and asks_everyone:
        found.append(
            _(
                "Everyone would have to sign again for a technical revision, which changes no "
                "duty. Normally nobody does."
            )
        )
    adopted = day_of(board, "adopted_on")
    if adopted and adopted > effective_on:
        found.append(
            _("The version would be in force from %(from)s, before the board adopted it on %(on)s.")
            % {
                "from": date_in_words(effective_on, style="long"),
                "on": date_in_words(adopted, style="long"),
            }
        )
    return found
