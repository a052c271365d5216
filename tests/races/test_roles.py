"""Two District Administrators end one another's role at the same moment: one of them stays."""

from __future__ import annotations

import pytest

from accounts import moving, roles
from district_portal.permissions import Role
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
ADMINISTRATOR = Role.DISTRICT_ADMINISTRATOR


def one_stays(*acts):
    outcomes = together(acts)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert [type(outcome) for outcome in refused] == [roles.LastAdministratorError], outcomes
    assert roles.holders(ADMINISTRATOR).count() == 1


@pytest.mark.parametrize("turn", range(5))
def test_two_end_one_another(cast, turn):
    roles.appoint(cast.tom, role=ADMINISTRATOR, by=cast.ada)
    one_stays(
        lambda: roles.dismiss(cast.ada, role=ADMINISTRATOR, by=cast.tom),
        lambda: roles.dismiss(cast.tom, role=ADMINISTRATOR, by=cast.ada),
    )


def test_one_is_ended_while_the_other_leaves(cast):
    roles.appoint(cast.tom, role=ADMINISTRATOR, by=cast.ada)
    one_stays(
        lambda: roles.dismiss(cast.ada, role=ADMINISTRATOR, by=cast.tom),
        lambda: moving.leave(cast.tom, by=cast.hana),
    )


def test_a_double_click_gives_a_role_once(cast):
    give = [lambda: roles.appoint(cast.lou, role=Role.HR, by=cast.ada)] * 4
    assert not [outcome for outcome in together(give) if isinstance(outcome, Exception)]
    assert cast.lou.grants.count() == 1
