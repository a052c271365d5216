"""What is settled about a policy beside its text: who keeps it, how often, for whom to read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from district_portal import audit
from policies.models import Draft, Policy

if TYPE_CHECKING:
    from accounts.models import Person


@transaction.atomic
def keep(
    policy: Policy,
    *,
    by: Person | None,
    owner: Person | None,
    series: str,
    review_every: int | None,
    is_public: bool,
    at: dt.datetime | None = None,
) -> Policy:
    """Settle owner, series, months between reviews (None: the district's) and the public manual.

    A draft that has the same owner and series as before goes along, so that publishing it doesn't
    turn the clock back. Records what changed, as of `at` (aware, now unless given); nothing when
    nothing did.
    """
    draft = Draft.objects.select_for_update().filter(policy=policy).first()
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    wanted = {
        "owner": owner,
        "series": series.strip(),
        "review_every": review_every,
        "is_public": is_public,
    }
    before = {name: getattr(policy, name) for name in wanted}
    changed = [name for name in wanted if wanted[name] != before[name]]
    if not changed:
        return policy
    for name in changed:
        setattr(policy, name, wanted[name])
        if draft and name in ("owner", "series") and getattr(draft, name) == before[name]:
            setattr(draft, name, wanted[name])
            draft.save(update_fields=[name])
    policy.save(update_fields=changed)
    audit.record(
        "policies.settled",
        by=by,
        on=policy,
        before={name: _plain(before[name]) for name in changed},
        after={name: _plain(wanted[name]) for name in changed},
        at=at,
    )
    return policy


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | None) else str(value)
