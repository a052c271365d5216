"""What others ask of exemptions: whether the same was granted before, and which are live."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Person
from approvals.exemptions.models import Outcome
from approvals.exemptions.standing import in_force, standing
from approvals.kinds.in_the_way import MARK
from approvals.models import Platform
from approvals.similar import SHOWN, Use
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words


def granted(about: str) -> list[Use]:
    """The newest exemptions about the same, in words that name nobody."""
    if not about.startswith(MARK):
        return []
    same = standing().filter(exemption__about=about).select_related("exemption__request")
    return [Use(_words(outcome)) for outcome in same.order_by("-recorded_at", "-pk")[:SHOWN]]


def live(requests: Iterable[int]) -> dict[int, Person]:
    """Of these requests (ids) those by which somebody is exempted today or later, and who."""
    running = standing().filter(exemption__request__in=list(requests), ends_on__gte=today())
    rows = running.filter(exemption__revocation=None)
    return {row.exemption.request_id: row.exemption.holder for row in rows}


def lifts(person: Person, platform: Platform) -> bool:
    """Whether `person` may use `platform` today although the district does not allow it."""
    return in_force(today()).filter(exemption__holder=person, exemption__platform=platform).exists()


def _words(outcome: Outcome) -> str:
    state = outcome.state_on(today())
    words = {
        Outcome.State.REVOKED: _("The same was granted and revoked on %(day)s: %(number)s."),
        Outcome.State.EXPIRED: _("The same was granted and expired on %(day)s: %(number)s."),
    }.get(state, _("The same is granted already, until %(day)s: %(number)s."))
    day = outcome.ends_on
    if state == Outcome.State.REVOKED:
        day = today(outcome.exemption.revocation.revoked_at)
    elif outcome.what == Outcome.What.ALTERNATIVE:
        words = _("For the same an alternative was agreed, until %(day)s: %(number)s.")
    number = _("request %(number)s") % {"number": outcome.exemption.request.number}
    return words % {"day": date_in_words(day), "number": number}
