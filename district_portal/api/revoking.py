"""A token reads no more: somebody revoked it, its maker left, or an account was taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from district_portal import audit, mailing
from district_portal.api.making import live
from district_portal.api.models import Token


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
def revoke_all_of(
    people: Collection[int], *, by: Person | None, why: str, at: dt.datetime | None = None
) -> int:
    """Revoke the live tokens of `people` (ids) as `revoke` does; answers how many.

    Who is just making one is waited for. Whoever left, or was signed out, makes new ones: the old
    ones may lie about where nobody knows.
    """
    makers = Person.objects.select_for_update(no_key=True).filter(pk__in=people)
    list(makers.order_by("pk").values_list("pk"))
    theirs = live(at).filter(maker__in=people).order_by("pk")
    return sum(revoke(token, by=by, why=why, at=at) for token in theirs)
