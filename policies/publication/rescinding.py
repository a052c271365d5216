"""A policy is taken out of force without a successor; its history stays readable."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal import audit, mailing
from district_portal.district.current import current, today
from district_portal.ui.dates import date_in_words, date_in_words_lazy
from policies.drafts import ending_proposals
from policies.models import Draft, Policy, Rescission, Version
from policies.reading import possible_owners
from policies.signals import policy_rescinded


class NotRescindableError(Exception):
    """The policy can't be rescinded; `problem` says why, in words."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@transaction.atomic
def rescind(
    policy: Policy,
    *,
    on: dt.date,
    reason: str,
    by: Person | None,
    resolution: str = "",
    at: dt.datetime | None = None,
) -> Rescission:
    """Take `policy` out of force as of the local day `on`, today (of `at`, aware) or earlier.

    Sends policy_rescinded, so that what is open to sign ends, and tells its owner. A later version
    revives it: who was about to publish one, or had proposed it, must look again. Twice answers
    the first rescission. Raises NotRescindableError.
    """
    at = at or timezone.now()
    draft = Draft.objects.select_for_update().filter(policy=policy).first()
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if policy.state == Policy.State.RESCINDED:
        return policy.rescissions.latest("pk")
    if found := problem(policy) or objection_to_day(policy, on, day=today(at)):
        raise NotRescindableError(found)
    version = policy.versions.get(state=Version.State.IN_FORCE)
    rescission = Rescission.objects.create(
        policy=policy,
        version=version,
        on=on,
        reason=reason.strip(),
        resolution=resolution.strip(),
        by=by,
        at=at,
    )
    policy.versions.filter(pk=version.pk).update(state=Version.State.SUPERSEDED)
    policy.state = Policy.State.RESCINDED
    policy.save(update_fields=["state"])
    vars(policy).pop("in_force", None)
    if draft:
        draft.revision += 1
        ending_proposals.end(draft, by=by, why="rescinded")
        draft.save(update_fields=["revision", *ending_proposals.FIELDS])
    audit.record(
        "policies.rescinded",
        by=by,
        on=policy,
        after={
            "version": version.number,
            "on": on,
            "reason": rescission.reason,
            "resolution": rescission.resolution,
        },
        at=at,
    )
    policy_rescinded.send(sender=Policy, policy=policy, by=by, at=at)
    _tell(rescission)
    return rescission


def _tell(rescission: Rescission) -> None:
    """A mail to the policy's owner, and where two people publish to all who may; none to `by`."""
    told = possible_owners() if current().two_people_publish else Person.objects.none()
    owner = Person.objects.filter(pk__in=[rescission.policy.owner_id], is_active=True)
    for person in (told | owner).exclude(pk__in=[rescission.by_id]).distinct():
        mailing.queue(
            "policy_rescinded",
            key=f"rescinded:{rescission.pk}:{person.pk}",
            to=person,
            context={
                "policy": str(rescission.policy),
                "by": rescission.by,
                "day": date_in_words_lazy(rescission.on, style="long"),
                "reason": rescission.reason,
                "link": rescission.policy.get_absolute_url(),
            },
        )


def problem(policy: Policy) -> str:
    """Why `policy` can't be rescinded at all; nothing when it can."""
    states = (Version.State.IN_FORCE, Version.State.SCHEDULED)
    standing = {each.state: each for each in policy.versions.filter(state__in=states)}
    policy.in_force = standing.get(Version.State.IN_FORCE)
    if policy.in_force is None:
        return _("No version of it is in force.")
    if waiting := standing.get(Version.State.SCHEDULED):
        return _("Version %(number)d comes into force on %(day)s. Withdraw it first.") % {
            "number": waiting.number,
            "day": date_in_words(waiting.effective_on, style="long"),
        }
    return ""


def objection_to_day(policy: Policy, on: dt.date, *, day: dt.date) -> str:
    """Why it can't be rescinded as of `on`, seen from the local `day`; nothing when it can."""
    if on > day:
        return _("Choose today or an earlier day.")
    version = policy.in_force
    if version and on < version.effective_on:
        return _("Version %(number)d is in force from %(day)s. Choose that day or a later one.") % {
            "number": version.number,
            "day": date_in_words(version.effective_on, style="long"),
        }
    return ""
