"""What others ask of spokespersons: who speaks already, and whose assignment is live."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Person
from approvals.kinds.representation import MARK
from approvals.similar import Use
from approvals.speaking.models import Spokesperson
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words


def assigned(about: str) -> list[Use]:
    """The assignment of today that a request is about."""
    if not about.startswith(MARK):
        return []
    rows = Spokesperson.objects.filter(request__about=about, end=None, ends_on__gte=today())
    words = _("%(name)s speaks for %(whom)s until %(day)s already.")
    return [
        Use(words % {"name": row.person, "whom": row.whom, "day": date_in_words(row.ends_on)})
        for row in rows.select_related("person", "place")
    ]


def live(requests: Iterable[int]) -> dict[int, Person]:
    """Of these requests (ids) those by which somebody speaks today or later, and who."""
    rows = Spokesperson.objects.filter(request__in=list(requests), end=None, ends_on__gte=today())
    return {row.request_id: row.person for row in rows.select_related("person")}
