from __future__ import annotations

import pgtrigger
import pytest
from django.db import Error, connection, transaction

from policies.acknowledgments import requiring
from policies.acknowledgments.models import Assignment, Signature
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.freezing.portal_role import as_portal_role
from tests.standing import standing

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES = [
    "UPDATE acknowledgments_signature SET typed_name = 'Somebody Else'",
    "UPDATE acknowledgments_signature SET signed_at = signed_at - interval '1 year'",
    "DELETE FROM acknowledgments_signature",
    "TRUNCATE acknowledgments_signature CASCADE",
]


@standing
def signature(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    return signed(cast.lou, version)


def refused(statement: str) -> str:
    """Why the database refuses a statement."""
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


def test_the_portal_s_role_has_no_right_to_change_a_signature(signature):
    with as_portal_role():
        for change in CHANGES:
            assert "permission denied" in refused(change), change
            with pgtrigger.ignore():
                assert "permission denied" in refused(change), f"told to ignore triggers: {change}"
    signature.refresh_from_db()
    assert signature.typed_name == "Lou Berg"


def test_a_slip_of_the_tables_owner_is_stopped_by_a_trigger(signature):
    for change in CHANGES:
        assert "pgtrigger: Cannot" in refused(change), change
    assert Signature.objects.count() == 1


def test_the_portal_s_role_may_do_all_that_the_rules_do(cast):
    version = published("529", "Staff Use of Social Media")
    with as_portal_role():
        requirement = required(version)
        signature = signed(cast.lou, version)
        requiring.change(requirement, by=cast.polly, everyone=False, places=[cast.northside])
        newer = published("529", "Staff Use of Social Media", asks_again="nobody")
        requiring.end(requirement, by=cast.polly)
    assert Assignment.objects.get(person=cast.lou, version=newer).signature == signature
    assert not Assignment.objects.open().exists()
