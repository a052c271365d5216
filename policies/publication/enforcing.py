"""A published version comes into force on its day, or is withdrawn before."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words_lazy
from policies.models import FormerSlug, Policy, Version
from policies.reading import possible_owners
from policies.signals import version_published
from policies.slugging import address
from policies.sorting import code_key, title_key

if TYPE_CHECKING:
    from accounts.models import Person

log = logging.getLogger(__name__)


class TooEarlyError(Exception):
    """The day on which the version comes into force lies ahead."""


class NotScheduledError(Exception):
    """The version doesn't wait for its day: it is or was in force, or was withdrawn before."""


class CodeTakenError(Exception):
    """Another policy has the version's code, or the address that is made from it."""


@transaction.atomic
def bring_into_force(version: Version, *, at: dt.datetime | None = None) -> bool:
    """Put a scheduled `version` in force whose day has come by the local day of `at`.

    `at` is aware, now unless given. From now on the policy is called as the version says. Sends
    version_published, so that whoever must sign is asked. Answers False when it had been done, or
    the version was withdrawn. Raises TooEarlyError, CodeTakenError.
    """
    at = at or timezone.now()
    policy, version = _held(version)
    if version.state != Version.State.SCHEDULED:
        return False
    if version.effective_on > today(at):
        raise TooEarlyError(str(version))
    put_in_force(version, policy=policy)
    audit.record(
        "policies.came_into_force",
        by=None,
        on=version,
        after={
            "number": version.number,
            "sha256": version.sha256,
            "effective_on": version.effective_on,
        },
        at=at,
    )
    version_published.send(sender=Version, version=version, by=None, at=at)
    return True


def bring_due_into_force(*, at: dt.datetime | None = None) -> int:
    """Put every scheduled version in force whose day has come; answers how many.

    Each in its own transaction: one that can't be is logged and told to its publisher, and holds
    up no other. Twice, or two at once, is harmless.
    """
    at = at or timezone.now()
    due = Version.objects.filter(state=Version.State.SCHEDULED, effective_on__lte=today(at))
    done = 0
    for version in due.select_related("policy", "published_by").order_by("effective_on", "pk"):
        try:
            done += bring_into_force(version, at=at)
        except CodeTakenError:
            log.exception("%s can't come into force.", version)
            _tell_of_taken_code(version)
    return done


@transaction.atomic
def withdraw(
    version: Version, *, by: Person | None, reason: str, at: dt.datetime | None = None
) -> None:
    """Take a scheduled `version` back before its day; its text and its number are kept.

    `at` is aware, now unless given. Raises NotScheduledError when it is in force by now, or was
    withdrawn.
    """
    _policy, version = _held(version)
    if version.state != Version.State.SCHEDULED:
        raise NotScheduledError(str(version))
    Version.objects.filter(pk=version.pk).update(state=Version.State.WITHDRAWN)
    audit.record(
        "policies.withdrawn",
        by=by,
        on=version,
        after={
            "number": version.number,
            "effective_on": version.effective_on,
            "reason": reason.strip(),
        },
        at=at,
    )


def put_in_force(version: Version, *, policy: Policy) -> None:
    """Supersede the version in force by `version`, after which the policy is called.

    The caller holds the lock on the policy and records the act. Raises CodeTakenError.
    """
    before = policy.last_in_force
    policy.versions.filter(state=Version.State.IN_FORCE).update(state=Version.State.SUPERSEDED)
    Version.objects.filter(pk=version.pk).update(state=Version.State.IN_FORCE)
    slug = address(version.code, policy.kind)
    if policy.slug != slug:
        FormerSlug.objects.get_or_create(slug=policy.slug, defaults={"policy": policy})
    named = {
        "code": version.code,
        "title": version.title,
        # A series that was settled while the version waited stays, unless the version changes it.
        "series": policy.series if before and before.series == version.series else version.series,
        "slug": slug,
        "sort_code": code_key(version.code),
        "sort_title": title_key(version.title),
        "state": Policy.State.IN_FORCE,
    }
    for name, value in named.items():
        setattr(policy, name, value)
    try:
        with transaction.atomic():
            policy.save(update_fields=list(named))
    except IntegrityError as taken:
        raise CodeTakenError(str(version)) from taken
    vars(policy).pop("in_force", None)
    version.state, version.policy = Version.State.IN_FORCE, policy


def _tell_of_taken_code(version: Version) -> None:
    """One mail for each version, to its publisher, or to all who may publish if they are gone."""
    publisher = version.published_by
    is_here = publisher and publisher.is_active and publisher.email
    for person in [publisher] if publisher and is_here else possible_owners():
        mailing.queue(
            "scheduled_code_taken",
            key=f"code_taken:{version.pk}:{person.pk}",
            to=person,
            context={
                "policy": str(version.policy),
                "number": version.number,
                "code": version.code,
                "day": date_in_words_lazy(version.effective_on, style="long"),
                "link": version.get_absolute_url(),
            },
        )


def _held(version: Version) -> tuple[Policy, Version]:
    """The version as it stands now, and its policy, locked."""
    policy = Policy.objects.select_for_update().get(pk=version.policy_id)
    return policy, Version.objects.get(pk=version.pk)
