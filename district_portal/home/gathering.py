"""What a person must do today, from every part that has something to say."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_portal.ui import alike, panels
from district_portal.ui.tasks import Asked, Tasks
from district_portal.ui.together import Statement, fetched, put_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Person
    from accounts.signed_in import SignedInRequest

NOON, EVENING = 12, 17


def tasks_of(request: SignedInRequest, person: Person) -> Tasks:
    """All tasks of `person`: what is to do by due date, what has none at the end.

    What is overdue without a date of its own comes first of all.
    """
    answers: list[Tasks | Asked] = [speak(request, person) for speak in panels.functions("tasks")]
    asked = [one.rows for one in answers if isinstance(one, Asked)]
    rows = iter(fetched(alike.statements(_each_put_together, asked, person)))
    parts = [one.tell(next(rows)) if isinstance(one, Asked) else one for one in answers]
    to_do = [task for part in parts for task in part.to_do]
    return Tasks(
        sentence=_sentence(parts),
        to_do=sorted(to_do, key=lambda task: (task.kind != "bad", task.due or dt.date.max)),
        waiting=[task for part in parts for task in part.waiting],
        done=[task for part in parts for task in part.done],
        wishes=[wish for part in parts for wish in part.wishes],
    )


def _each_put_together(asked: Sequence[alike.Rows], person: Person) -> tuple[Statement, ...]:
    return tuple(put_together(rows(person)) for rows in asked)


def _sentence(parts: Sequence[Tasks]) -> str:
    """What the parts say, and how many things there are of which none says anything."""
    said = [part.sentence for part in parts if part.sentence]
    others = sum(part.count for part in parts if not part.sentence)
    if said and others:
        words = ngettext("%(n)s other thing to do.", "%(n)s other things to do.", others)
        said.append(words % {"n": others})
    return " ".join(said)


def greeting(person: Person, *, at: dt.datetime | None = None) -> str:
    """Good morning, afternoon or evening, by the clock of the district."""
    hour = timezone.localtime(at).hour
    if hour < NOON:
        words = _("Good morning, %(name)s")
    elif hour < EVENING:
        words = _("Good afternoon, %(name)s")
    else:
        words = _("Good evening, %(name)s")
    return words % {"name": person.called}
