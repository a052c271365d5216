"""Whether a draft's code, and the address that is made from it, are free."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils.translation import gettext as _

from policies.models import Draft, Policy, Version
from policies.slugging import address


def objection(draft: Draft) -> str:
    """Why `draft` can't have its code, in words; nothing when it can.

    Taken is what another policy has, or will have once its scheduled version comes into force.
    Codes that differ in signs only (GCAB/GDAB, GCAB-GDAB) make the same address.
    """
    made = address(draft.code, draft.kind)
    same = Q(kind=draft.kind, code__iexact=draft.code) | Q(slug=made)
    scheduled = Version.objects.filter(state=Version.State.SCHEDULED, policy=OuterRef("pk"))
    others = Policy.objects.exclude(pk=draft.policy_id or 0).annotate(
        has_it=Case(When(same, then=True), default=False),
        coming=Subquery(scheduled.values("code")[:1]),
    )
    rows: list[Any] = list(others.filter(Q(has_it=True) | Q(coming__isnull=False)))
    taken = [
        *((policy.code, policy) for policy in rows if policy.has_it),
        *(
            (policy.coming, policy)
            for policy in rows
            if policy.coming is not None and address(policy.coming, policy.kind) == made
        ),
    ]
    for code, policy in taken:
        if policy.kind == draft.kind and code.lower() == draft.code.lower():
            said = _("%(policy)s has this code already. Say whether this is its next version.")
            return said % {"policy": policy}
    if taken:
        said = _("%(policy)s has the address that is made from this code. Choose another code.")
        return said % {"policy": taken[0][1]}
    return ""
