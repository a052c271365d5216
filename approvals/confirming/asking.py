"""After a substantive revision: who must confirm which live approval, and until when that stands.

Promises were given to the clauses as they stood (401.15; 529, clause 8). Where one is revised in
substance, its promise is another: owner and approver look at it again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.models import Person, Posting
from approvals import routing
from approvals.confirming import live
from approvals.confirming.models import Recheck
from approvals.deciders import Asker
from approvals.models import Attestation, Decision, Request, Submission
from district_portal import audit
from policies.models import Clause, Version
from policies.redlining.tracing import changed_keys


@transaction.atomic
def ask(version: Version, *, at: dt.datetime | None = None) -> int:
    """Ask about every live approval that rests on a clause which `version` changes in substance.

    Nothing where the revision is none of substance. What was asked about an earlier version and
    not confirmed is asked about this one instead; where the clause reads again as it was promised,
    it is over. Answers how many approvals; twice is harmless.
    """
    at = at or timezone.now()
    if version.revision != Version.Revision.SUBSTANTIVE:
        return 0
    resting = _resting_on(version)
    owners = live.owners(resting)
    approvers = _approvers(owners)
    rows = [
        Recheck(
            request_id=request,
            version=version,
            since=resting[request],
            owner=owner,
            approver=approvers.get(request),
            opened_at=at,
        )
        for request, owner in owners.items()
    ]
    older = Recheck.objects.filter(version__policy=version.policy_id, ended_at=None)
    older = older.exclude(version=version)
    older.filter(request__in=owners).update(ended_at=at, why_ended=Recheck.Why.SUPERSEDED)
    older.update(ended_at=at, why_ended=Recheck.Why.OVER)
    before = Recheck.objects.filter(version=version).count()
    Recheck.objects.bulk_create(rows, ignore_conflicts=True)
    added = Recheck.objects.filter(version=version).count() - before
    if added:
        audit.record("approvals.to_confirm", by=None, on=version, after={"approvals": added}, at=at)
    return added


@transaction.atomic
def follow(*, at: dt.datetime | None = None) -> None:
    """Let open questions follow the people: another owner, another approver, an approval ended."""
    at = at or timezone.now()
    rows = list(
        Recheck.objects.select_for_update(of=("self",))
        .filter(ended_at=None)
        .select_related("approver")
        .order_by("pk")
    )
    owners = live.owners(row.request_id for row in rows)
    there = _in_office(row.approver_id for row in rows if row.approver_id)
    anew = {
        row.request_id: owners[row.request_id]
        for row in rows
        if row.request_id in owners
        and (row.approver_id not in there or row.approver == owners[row.request_id])
    }
    approvers = _approvers(anew)
    changed = []
    for row in rows:
        before = (row.owner_id, row.approver_id)
        if row.request_id not in owners:
            row.ended_at, row.why_ended = at, Recheck.Why.OVER
        else:
            row.owner = owners[row.request_id]
            if row.request_id in anew:
                row.approver = approvers.get(row.request_id)
        if row.ended_at or (row.owner_id, row.approver_id) != before:
            changed.append(row)
    Recheck.objects.bulk_update(changed, ["owner", "approver", "ended_at", "why_ended"])


def _in_office(people: Iterable[int]) -> set[int]:
    """Those of `people` (ids) who are employed and not on leave today."""
    away = Posting.objects.current().filter(primary=True, on_leave=True).values("person")
    there = Person.objects.filter(pk__in=list(people), is_active=True).exclude(pk__in=away)
    return set(there.values_list("pk", flat=True))


def changed_clauses(recheck: Recheck) -> list[tuple[Clause, Clause | None]]:
    """The clauses on which the approval rests and which were revised: as promised, as they are now.

    None where the clause is gone.
    """
    prefetch_related_objects([recheck.since, recheck.version], "clauses")
    keys = changed_keys(recheck.version, since=recheck.since)
    promised = Attestation.objects.filter(
        submission__request=recheck.request_id, clause__version__policy=recheck.version.policy_id
    )
    on = set(promised.values_list("clause__key", flat=True))
    if recheck.request.kind == "exemption":
        asked = Submission.objects.filter(request=recheck.request_id)
        lifted = list(asked.values_list("answers__clause", flat=True))
        on |= set(Clause.objects.filter(pk__in=filter(None, lifted)).values_list("key", flat=True))
    rests = keys.intersection(on)
    now = {clause.key: clause for clause in recheck.version.clauses.all()}
    was = [clause for clause in recheck.since.clauses.all() if clause.key in rests]
    return [(clause, now.get(clause.key)) for clause in was]


def _rested_on(version: Version) -> list[tuple[int, Clause]]:
    """Approved request ids with the clauses of this policy, as they stood, on which they rest.

    Those to which something was promised, and the one from which an exemption was asked for.
    """
    clauses = Clause.objects.filter(version__policy=version.policy_id)
    promised = Attestation.objects.filter(clause__in=clauses)
    lifted = Submission.objects.filter(
        request__kind="exemption", answers__clause__in=list(clauses.values_list("pk", flat=True))
    )
    promised = promised.filter(submission__request__state=Request.State.APPROVED)
    lifted = lifted.filter(request__state=Request.State.APPROVED)
    pairs = list(promised.values_list("submission__request", "clause"))
    pairs += lifted.values_list("request", "answers__clause")
    known = clauses.select_related("version").in_bulk({int(clause) for _request, clause in pairs})
    return [(request, known[int(clause)]) for request, clause in pairs]


def _resting_on(version: Version) -> dict[int, Version]:
    """Approved request id → the version to which it was promised, where a clause was changed."""
    promised: dict[Version, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    confirmed = _confirmed(version)
    for request, clause in _rested_on(version):
        if clause.version_id != version.pk:
            promised[confirmed.get(request, clause.version)][clause.key].add(request)
    found: dict[int, Version] = {}
    for since, by_key in promised.items():
        if since == version:
            continue
        for key in changed_keys(version, since=since).intersection(by_key):
            found |= dict.fromkeys(by_key[key], since)
    return found


def _confirmed(version: Version) -> dict[int, Version]:
    """Request id → the version of this policy for which its approval was confirmed last."""
    rows = Recheck.objects.filter(
        version__policy=version.policy_id, why_ended=Recheck.Why.CONFIRMED
    ).select_related("version")
    return {row.request_id: row.version for row in rows.order_by("version__number")}


def _approvers(owners: dict[int, Person]) -> dict[int, Person]:
    """Request id → who decided last, or who would decide today where they left or own it."""
    last = (
        Decision.objects.filter(step__submission__request__in=owners, ends=True)
        .order_by("step__submission__request_id", "-step__submission__number", "-step__order")
        .distinct("step__submission__request_id")
        .select_related("person", "step__submission__request__place")
    )
    there = _in_office(decision.person_id for decision in last)
    found = {}
    for decision in last:
        request = decision.step.submission.request
        owner = owners[request.pk]
        if decision.person.pk in there and decision.person != owner:
            found[request.pk] = decision.person
            continue
        asker = Asker(requester=owner, posting=owner.posting, place=request.place)
        if chairs := routing.seats_for(decision.step.approvers, asker=asker):
            found[request.pk] = chairs[0].person
    return found
