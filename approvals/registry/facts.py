"""What an account is approved for: as it was answered, and as it stands in the registry."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery

from approvals import lookalikes
from approvals.as_it_stands import AsItStands
from approvals.models import Attestation, Submission
from approvals.registry import parents_due
from approvals.registry.models import Account, Manager

SAME: Final = (
    "name",
    "handle",
    "address",
    "address_key",
    "purpose",
    "comments",
    "comment_rules",
    "writes_to_students",
)
"""What stands in the registry in the words of the answer."""
ANSWERED: Final = ("represents", "audience", "shows_students", "under_13")
"""What is to be read in the answers alone."""
_WITH: Final = {"handle": ("address", "address_key")}
"""What changes along with an answer."""


def of(submission: Submission) -> dict[str, Any]:
    """The columns of an account that was approved as `submission` says."""
    answers = submission.answers
    words = {row["name"]: row["text"] for row in submission.words}
    return {
        **{name: answers[name] for name in SAME},
        "looks": lookalikes.look(answers["address_key"]),
        "audience": words["audience"][:200],
        "for_students": is_for_students(answers),
        "platform_id": answers["platform"],
    }


def changed_by(submission: Submission, changed: Collection[str]) -> dict[str, Any]:
    """Of those columns the ones that differ where these answers, by name, were `changed`."""
    every = of(submission)
    taken = set(changed).union(*(_WITH.get(name, ()) for name in changed))
    if "handle" in taken:
        taken.add("looks")
    if "platform" in taken:
        taken.add("platform_id")
    if taken & {"audience", "shows_students"}:
        taken.add("for_students")
    return {name: value for name, value in every.items() if name in taken}


def is_for_students(answers: Mapping[str, Any]) -> bool:
    """Whether students follow the account, or are shown by it."""
    return "students" in (answers.get("audience") or ()) or bool(answers.get("shows_students"))


def newest() -> QuerySet[Submission]:
    """What was approved last of an account: itself, or a change of it; for a subquery by "pk"."""
    first = Q(request__account=OuterRef("pk"))
    sent = Submission.objects.filter(first | Q(request__account_change__account=OuterRef("pk")))
    return sent.order_by("-request__closed_at", "-number")


def tells_parents_anew(account: Account, answers: Mapping[str, Any]) -> bool:
    """Whether parents are told before `account` is used as `answers` say.

    So where students are newly written to, or where the district's wider rule newly holds for it
    (401.15, professional use).
    """
    if answers["writes_to_students"] and not account.writes_to_students:
        return True
    before = parents_due.is_concerned(
        writes_to_students=account.writes_to_students, for_students=account.for_students
    )
    return not before and parents_due.is_concerned(
        writes_to_students=answers["writes_to_students"], for_students=is_for_students(answers)
    )


def as_it_stands(pk: int) -> AsItStands | None:
    """The account of this id as it stands today, for who asks to change it."""
    managers = Manager.objects.filter(account=OuterRef("pk")).exclude(person=OuterRef("owner"))
    rows = Account.objects.select_related("owner", "place").annotate(
        answers=Subquery(newest().values("answers")[:1]),
        beside=ArraySubquery(managers.values("person")),
    )
    account = rows.filter(pk=pk).first()
    if account is None:
        return None
    answers = account.answers or {}
    by_change = Q(submission__request__account_change__account=account)
    promised = Attestation.objects.filter(
        by_change | Q(submission__request__account=account),
        submission__request__requester=account.owner,
    )
    return AsItStands(
        name=account.name,
        is_closed=account.state == Account.State.CLOSED,
        owner=account.owner_id,
        owner_name=str(account.owner),
        managers=frozenset(account.beside),
        place=account.place,
        places=tuple(pk for pk in (account.owner_place_id, account.place_id) if pk),
        values={
            **{name: answers.get(name) for name in ANSWERED},
            **{name: getattr(account, name) for name in SAME},
            "platform": account.platform_id,
        },
        promised=frozenset(promised.values_list("wording", flat=True)),
        parents_first=partial(tells_parents_anew, account),
    )
