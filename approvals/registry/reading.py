"""What a reader of an account may see and do, and what the account rests on."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, JSONObject

from accounts.models import Person
from approvals import as_it_stands
from approvals.models import Attestation, Decision, Request, Submission
from approvals.registry import certifying, overtaken, parents_due
from approvals.registry.models import Account, Change, Handover
from district_portal.district import current
from district_portal.permissions import reaches, visible

ACTS = ("manage", "care", "own", "suspend", "close", "reopen", "hand_over", "ask_to_close")


def with_what_may_be_done(accounts: QuerySet[Account], person: Person) -> QuerySet[Account]:
    """`accounts`, each with `may_<act>` for ACTS and with `sees_request`, in the same statement."""
    told: dict[str, Any] = {
        f"may_{act}": reaches(person, f"registry.{act}", Account) for act in ACTS
    }
    asked = visible(Request.objects.filter(pk=OuterRef("request")), person, "requests.view")
    told["sees_request"] = Exists(asked)
    opened = Handover.objects.filter(account=OuterRef("pk"), ended_at=None)
    told["is_to_hand_over"] = Exists(opened)
    check = certifying.open_checks().filter(account=OuterRef("pk"))
    told["asked"] = Subquery(_asked(person)[:1])
    told["check_due_on"] = Subquery(check.values("due_on")[:1])
    return accounts.annotate(**told)


def tell_what_is_unsettled(accounts: Collection[Account]) -> None:
    """Give each of these `is_to_hand_over`, `is_late` and `parents_late`; one query for all.

    `is_late`: its yearly check is overdue. Asked for those of a page alone, since a statement
    over all accounts would look all of them up for each of the three.
    """
    sql, parameters = _unsettled(current.as_set_up())
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, [account.pk for account in accounts]])
        found = {pk: flags for pk, *flags in cursor}
    for account in accounts:
        flags = found.get(account.pk, (False, False, False))
        account.is_to_hand_over, account.is_late, account.parents_late = flags


@lru_cache(maxsize=2)
def _unsettled(_made_of: str) -> tuple[str, tuple[Any, ...]]:
    """What asks it of accounts by their ids, the last parameter.

    To put it together takes far longer than to answer it, so that it is kept for the day.
    """
    opened = Handover.objects.filter(account=OuterRef("pk"), ended_at=None)
    late = certifying.overdue().filter(account=OuterRef("pk"))
    told = (Exists(opened), Exists(late), parents_due.is_overdue())
    sql, parameters = Account.objects.order_by().values_list("pk", *told).query.sql_with_params()
    return f'{sql} WHERE "registry_account"."id" = ANY(%s)', parameters


def _asked(person: Person) -> QuerySet[Any, Any]:
    """What is asked about an account and not decided yet, as far as `person` may read it."""
    about = Concat(Value(as_it_stands.MARK), Cast(OuterRef("pk"), CharField()))
    states = [Request.State.OPEN, Request.State.RETURNED]
    rows = Request.objects.filter(about=about, kind__in=overtaken.OF_ACCOUNTS, state__in=states)
    told = JSONObject(pk="pk", number="number", title="title")
    return visible(rows, person, "requests.view").order_by("pk").values(told=told)


def decisions_of(account: Account) -> QuerySet[Decision]:
    """The approvals on which `account` rests, with person and seat, in their order."""
    found = Decision.objects.filter(step__submission=_newest(account), outcome="approved")
    return found.select_related("person", "seat").order_by("decided_at")


def promises_of(account: Account) -> QuerySet[Attestation]:
    """The promises on which `account` rests, with their clauses; those of changes come last."""
    changes = Change.objects.filter(account=account).values("request")
    by_change = Q(submission__request__in=changes)
    promises = Attestation.objects.filter(Q(submission=_newest(account)) | by_change)
    in_order = promises.order_by("submission__sent_at", "submission", "order")
    return in_order.select_related("clause__version__policy")


def _newest(account: Account) -> Subquery:
    sent = Submission.objects.filter(request=account.request_id).order_by("-number")
    return Subquery(sent.values("pk")[:1])
