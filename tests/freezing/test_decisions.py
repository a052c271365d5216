"""What was sent, promised, decided and told to parents can't be changed by SQL."""

from __future__ import annotations

import pgtrigger
import pytest
from django.db import Error, connection, transaction

from approvals import withdrawing
from approvals.models import Attestation, Decision, Request, Submission
from approvals.registry import informing_parents
from approvals.registry.models import Account, ParentNotice
from district_portal.district.current import today
from tests.factories import approvals as factory
from tests.freezing.portal_role import as_portal_role
from tests.standing import standing

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES = [
    f"{change} {table}{what}"
    for table, column in [
        ("approvals_submission", "answers = '{}'"),
        ("approvals_attestation", "wording = 'Nothing'"),
        ("approvals_decision", "outcome = 'denied', reason = 'No'"),
        ("registry_parentnotice", "told_on = told_on - 1"),
    ]
    for change, what in [
        ("UPDATE", f" SET {column}"),
        ("DELETE FROM", ""),
        ("TRUNCATE", " CASCADE"),
    ]
]
FROZEN = (Submission, Attestation, Decision, ParentNotice)


@standing
def account(cast):
    account = factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    tell_parents(account, cast.lou)
    return account


def tell_parents(account, by):
    informing_parents.record_notice(
        account, told_on=today(), channel="letter", text="Dear parents", by=by
    )


def rows():
    return [list(model.objects.order_by("pk").values()) for model in FROZEN]


def refused(statement: str) -> str:
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


def test_the_portal_s_role_has_no_right_to_it(account):
    before = rows()
    assert all(before)
    with as_portal_role():
        for change in CHANGES:
            assert "permission denied" in refused(change), change
            with pgtrigger.ignore():
                assert "permission denied" in refused(change), f"told to ignore triggers: {change}"
    assert rows() == before


def test_a_slip_of_the_tables_owner_is_stopped_by_a_trigger(account):
    for change in CHANGES:
        assert "pgtrigger: Cannot" in refused(change), change


def test_the_portal_s_role_may_do_all_that_the_rules_do(cast):
    factory.enter_presets()
    with as_portal_role():
        returned = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
        factory.decided(returned, by=cast.pat, outcome="returned")
        factory.send(returned)
        for person in (cast.pat, cast.ada):
            factory.decided(returned, by=person)
        tell_parents(Account.objects.get(), cast.lou)
        other = factory.sent(cast.pat, manager=cast.hana, place=cast.northside, handle="@choir")
        withdrawing.withdraw(other, by=cast.pat)
    assert Account.objects.get().state == "active"
    assert Request.objects.get(pk=other.pk).state == "withdrawn"
