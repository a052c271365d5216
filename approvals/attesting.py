"""Promises tied to clauses: which ones a request asks for, and keeping them word for word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals.answers import Answers
from approvals.conditions import involves_students
from approvals.models import Attestation, Promise, Submission
from district_portal import audit
from policies.models import Clause, Policy


class UnpromisedError(Exception):
    """A promise that this request asks for was not given."""


@dataclass(frozen=True)
class Asked:
    """A promise with the clause of the version in force on which it rests, if it still stands."""

    promise: Promise
    clause: Clause | None


def asked_for(kind: str, values: Mapping[str, Any]) -> list[Asked]:
    """The promises that a request of `kind` with these answers asks for, in order."""
    promises = Promise.objects.filter(kind=kind, in_use=True)
    if not involves_students(values):
        promises = promises.filter(only_with_students=False)
    return _with_clauses(list(promises))


def asks(kind: str) -> bool:
    """Whether requests of `kind` may ask for a promise of their own."""
    return Promise.objects.filter(kind=kind, in_use=True).exists()


def asked_of(answers: Answers, *, kind: str) -> list[Asked]:
    """The promises that a request of `kind` asks for, without those that were given before."""
    rows = asked_for(answers.promises_of or kind, answers.values)
    return [row for row in rows if row.promise.wording not in answers.promised]


def every_promise() -> list[Asked]:
    """All promises of every kind, with their clauses, for those who keep the list."""
    return _with_clauses(list(Promise.objects.filter(in_use=True).select_related("policy")))


def _with_clauses(rows: list[Promise]) -> list[Asked]:
    standing: dict[tuple[int | None, str], Clause] = {
        (clause.version.policy_id, clause.key): clause
        for clause in Clause.objects.filter(
            version__state="in_force",
            version__policy__in=[row.policy_id for row in rows if row.policy_id],
            key__in=[row.clause_key for row in rows if row.clause_key],
        ).select_related("version__policy")
    }
    return [Asked(row, standing.get((row.policy_id, row.clause_key))) for row in rows]


def attest(submission: Submission, *, asked: Iterable[Asked], promised: set[int]) -> None:
    """Keep the promises of `asked` with a submission, word for word, with their clauses.

    `promised` are the ids of those that were ticked. Raises UnpromisedError when one is missing.
    """
    rows = list(asked)
    if any(row.promise.pk not in promised for row in rows):
        raise UnpromisedError
    Attestation.objects.bulk_create(
        Attestation(
            submission=submission, order=order, wording=row.promise.wording, clause=row.clause
        )
        for order, row in enumerate(rows, start=1)
    )


@transaction.atomic
def ask(
    name: str,
    *,
    kind: str,
    wording: str,
    by: Person | None,
    policy: Policy | None = None,
    clause_key: str = "",
    confirm: str | None = None,
    only_with_students: bool | None = None,
    order: int | None = None,
) -> Promise:
    """Ask for a promise with every later request of `kind`, or change the one of that name.

    `policy` and `clause_key` tie it to a clause. What is None stays as it was, or has its default.
    """
    last = Promise.objects.filter(kind=kind).order_by("-order").first()
    fields: dict[str, Any] = {"wording": wording, "policy": policy, "clause_key": clause_key}
    optional = {"confirm": confirm, "only_with_students": only_with_students, "order": order}
    fields |= {key: value for key, value in optional.items() if value is not None}
    promise, created = Promise.objects.update_or_create(
        kind=kind,
        name=name,
        defaults=fields,
        create_defaults={"order": (last.order if last else 0) + 1, **fields},
    )
    audit.record(
        "promises.entered" if created else "promises.changed",
        by=by,
        on=promise,
        after={"name": name, "wording": wording, "policy": str(policy or ""), "clause": clause_key},
    )
    return promise


def cite(clause: Clause) -> str:
    """A clause in words: "417.2, clause 7", by its place where no number is printed."""
    label = clause.label.strip().rstrip(".)").lstrip("(")
    number = label if any(sign.isalnum() for sign in label) else clause.path
    return _("%(code)s, clause %(number)s") % {"code": clause.version.code, "number": number}
