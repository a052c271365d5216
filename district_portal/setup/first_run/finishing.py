"""Finish the first set-up: from then on people sign in, and the token lets nobody in any more."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import signing_in
from district_portal import audit
from district_portal.district.models import District
from district_portal.permissions import Role
from district_portal.setup.first_run import stepping, welcoming
from district_portal.setup.first_run.stepping import Step
from district_portal.setup.models import FirstRun


class NotReadyError(Exception):
    """Something is missing; `reasons` are sentences, each with the step that mends it."""

    def __init__(self, reasons: list[tuple[Step, str]]) -> None:
        super().__init__(", ".join(step for step, _reason in reasons))
        self.reasons = reasons


@transaction.atomic
def finish(*, at: dt.datetime | None = None) -> District:
    """Open the portal, void the token, and mail a link to those who have no password yet.

    `at` is aware, now unless given. Raises NotReadyError, and AlreadySetUpError for the second
    of two who finish.
    """
    at = at or timezone.now()
    run = stepping.hold()
    if reasons := missing(run):
        raise NotReadyError(reasons)
    district = District.objects.select_for_update().get(pk=1)
    district.set_up_at = at
    district.save(update_fields=["set_up_at"])
    run.token_digest, run.token_until = "", None
    run.done = list(Step.values)
    run.save()
    audit.record("setup.finished", by=None, on=district, at=at)
    for person in welcoming.welcomed():
        if not person.has_usable_password():
            signing_in.invite(person, by=None, at=at)
    return district


def missing(run: FirstRun) -> list[tuple[Step, str]]:
    """What must be done before the set-up can be finished, with the step where it is done."""
    reasons = []
    if not District.objects.filter(pk=1).exclude(name="").exists():
        reasons.append((Step.DISTRICT, _("The district has no name yet.")))
    administrators = [
        person
        for person in welcoming.welcomed()
        if Role.DISTRICT_ADMINISTRATOR in {grant.role for grant in person.grants.all()}
    ]
    if not administrators:
        reasons.append((Step.PEOPLE, _("Nobody is to lead the portal yet.")))
    elif run.mail_accepted_at is None and not any(
        person.has_usable_password() for person in administrators
    ):
        reasons.append(
            (
                Step.MAIL,
                _(
                    "Nobody could sign in to lead the portal: no test message has gone out, so the "
                    "link for a password may not arrive. Send one, or choose a password among the "
                    "first people."
                ),
            )
        )
    return reasons


def note_mail(*, at: dt.datetime | None = None) -> None:
    """Keep that the mail server has taken a test message. Raises AlreadySetUpError."""
    with stepping.taking(Step.MAIL) as run:
        run.mail_accepted_at = at or timezone.now()
