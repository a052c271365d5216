"""A token reads no more: somebody revoked it, or its maker left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from district_portal import audit, mailing
from district_portal.api.making import live
from district_portal.api.models import Token

if TYPE_CHECKING:
    from accounts.models import Person


@transaction.atomic
def revoke(
    token: Token, *, by: Person | None, why: str = "", at: dt.datetime | None = None
) -> bool:
    """End `token` at once, for good; `by` is None when the portal does it.

    Its maker is told by mail when somebody else does. `at` is aware, now unless given. Answers
    False, and changes nothing, where it was revoked.
    """
    token = Token.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is not None:
        return False
    token.revoked_at, token.revoked_by, token.why_revoked = at or timezone.now(), by, why
    token.save(update_fields=["revoked_at", "revoked_by", "why_revoked"])
    after = {"why": why} if why else None
    audit.record("api.token_revoked", by=by, on=token, person=token.maker, after=after, at=at)
    if by is not None and by.pk != token.maker_id:
        mailing.queue(
            "api_token_revoked",
            key=f"api_token_revoked:{token.pk}",
            to=token.maker,
            context={"token": token, "by": by, "link": reverse("api:tokens")},
            in_doubt="hold",
        )
    return True


@transaction.atomic
def revoke_all_of(people: Collection[int], *, at: dt.datetime | None = None) -> int:
    """Revoke the live tokens of `people` (ids), who left; answers how many.

    Whoever comes back makes new ones: the old ones may lie about where nobody knows.
    """
    theirs = live(at).filter(maker__in=people).order_by("pk")
    why = gettext("Its maker left the district")
    return sum(revoke(token, by=None, why=why, at=at) for token in theirs)
