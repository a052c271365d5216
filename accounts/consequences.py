"""What would follow from an act on postings, told before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import removing, roles, settling
from accounts.models import Person, Place, Posting
from accounts.settling import NotPossibleError
from district_portal.district import wording
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words

T = TypeVar("T")


@dataclass(frozen=True)
class Prospect:
    """Who is about to be moved, and whether they would be gone or away from `day` on.

    The subject of the slot `posting`: what other parts have to say before it is done.
    """

    person: Person
    day: dt.date
    gone: bool = False
    away: bool = False
    at_once: bool = False


def rehearse(act: Callable[[], object]) -> None:
    """Do `act` and take it back, so that an objection is heard before anybody confirms.

    Raises NotPossibleError, as `carry_out`.
    """
    with transaction.atomic():
        carry_out(act)
        transaction.set_rollback(True)


def carry_out(act: Callable[[], T]) -> T:
    """Do `act`; raises NotPossibleError, also for the last District Administrator."""
    try:
        with transaction.atomic():
            return act()
    except roles.LastAdministratorError as error:
        words = _("This is the last District Administrator. Give somebody else that role first.")
        raise NotPossibleError(words) from error


def told(prospect: Prospect, *, roster: list[Posting]) -> list[str]:
    """In sentences what follows for others; `roster` holds the person's postings as they are."""
    day, name = prospect.day, prospect.person
    said = []
    if prospect.at_once:
        said.append(_("The sign-in ends now, on every device."))
    elif day > today():
        said.append(
            _("Nothing changes before %(day)s. Until then it can be cancelled.")
            % {"day": date_in_words(day)}
        )
    elif day < today():
        said.append(
            _("It is entered for a day that has passed: reports on days from %(day)s on follow it.")
            % {"day": date_in_words(day)}
        )
    if prospect.gone or prospect.away:
        said += _without(name, day, gone=prospect.gone)
    if prospect.gone:
        planned = [row for row in roster if row.since > max(day, today())]
        said += [
            _("What is planned for %(day)s falls away: %(posting)s.")
            % {"day": date_in_words(row.since), "posting": row}
            for row in planned
        ]
    return said


def of_removal(posting: Posting, *, roster: list[Posting]) -> list[str]:
    """In sentences what follows when `posting`, one of `roster`, is removed as a mistake."""
    said = [_("Reports on its days no longer know this posting. What was signed then stays.")]
    if earlier := removing.goes_on_instead(posting, roster):
        said.append(_("“%(posting)s” goes on in its place.") % {"posting": earlier})
    elif settling.holding([row for row in roster if row.primary], today()) == posting:
        words = _("%(name)s has no posting left today: the sign-in ends, and every role.")
        said.append(words % {"name": posting.person})
    return said


def _without(person: Person, day: dt.date, *, gone: bool) -> list[str]:
    after = Q(until=None) | Q(until__gte=day)
    people = Posting.objects.filter(after, supervisor=person).values("person").distinct().count()
    told = {"n": people, "name": person, "word": wording.supervisor()}
    said = []
    if people and gone:
        words = ngettext(
            "%(n)s person has %(name)s as %(word)s. From then on the head of the building, or "
            "who is above, acts instead, until another %(word)s is entered.",
            "%(n)s people have %(name)s as %(word)s. From then on the head of the building, or "
            "who is above, acts instead, until another %(word)s is entered.",
            people,
        )
        said.append(words % told)
    elif people:
        words = ngettext(
            "%(n)s person has %(name)s as %(word)s. During the leave the head of the building, "
            "or who is above, acts instead.",
            "%(n)s people have %(name)s as %(word)s. During the leave the head of the building, "
            "or who is above, acts instead.",
            people,
        )
        said.append(words % told)
    heads = Place.objects.open().filter(head=person).values_list("name", flat=True)
    if gone and heads:
        words = _("%(places)s: no head then. Appoint another one on the page of the place.")
        said.append(words % {"places": ", ".join(heads)})
    if gone:
        held = person.grants.still_on(day)
        names = sorted({wording.role(grant.role) for grant in held})
        said += [_("The role %(role)s ends too.") % {"role": name} for name in names]
    return said
