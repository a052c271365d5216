"""The text that bound on a day, by what is known today (a version may be dated back).

A day counts to its end: what came into force on it binds, what was rescinded on it no longer does.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from policies.models import Policy, Rescission, Version

STOOD = (Version.State.IN_FORCE, Version.State.SUPERSEDED)
"""States of versions that bind or once did; what is only scheduled or was withdrawn never has."""


def in_force_on(policy: Policy, day: dt.date) -> Version | None:
    """The version of `policy` at the end of `day`, a local date; None where none was in force."""
    return versions_in_force_on(day).filter(policy=policy).first()


def rescinded_by(policy: Policy, day: dt.date) -> Rescission | None:
    """The last rescission of `policy` on `day` or before, which says why nothing was in force."""
    return policy.rescissions.filter(on__lte=day).order_by("-on", "-pk").first()


def versions_in_force_on(day: dt.date) -> QuerySet[Version]:
    """The version of every policy at the end of `day`, at most one for each.

    It is the latest that was in force from that day or before, unless the policy was rescinded
    since without being taken up again.
    """
    stood = Version.objects.filter(state__in=STOOD, effective_on__lte=day)
    later = stood.filter(policy=OuterRef("policy"), number__gt=OuterRef("number"))
    ended = Rescission.objects.filter(
        policy=OuterRef("policy"), version__number__gte=OuterRef("number"), on__lte=day
    )
    return stood.exclude(Exists(later)).exclude(Exists(ended))


def in_the_manual_on(policies: QuerySet[Policy], day: dt.date) -> QuerySet[Policy]:
    """Those of `policies` that had a version in force on `day`; each has it in `current`."""
    then = versions_in_force_on(day)
    return policies.filter(Exists(then.filter(policy=OuterRef("pk")))).prefetch_related(
        Prefetch("versions", queryset=then.defer("canonical_text"), to_attr="current")
    )
