"""Two District Administrators end one another's role at the same moment: one of them stays."""

from __future__ import annotations

import pytest

from accounts import correcting, moving, roles
from accounts.models import Posting, RoleGrant
from accounts.settling import NotPossibleError
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.cast import SINCE
from tests.factories.roles import dismiss
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
        lambda: dismiss(cast.ada, role=ADMINISTRATOR, by=cast.tom),
        lambda: dismiss(cast.tom, role=ADMINISTRATOR, by=cast.ada),
    )


def test_one_is_ended_while_the_other_leaves(cast):
    roles.appoint(cast.tom, role=ADMINISTRATOR, by=cast.ada)
    one_stays(
        lambda: dismiss(cast.ada, role=ADMINISTRATOR, by=cast.tom),
        lambda: moving.leave(cast.tom, by=cast.hana),
    )


def test_a_double_click_gives_a_role_once(cast):
    give = [lambda: roles.appoint(cast.lou, role=Role.HR, by=cast.ada)] * 4
    assert not [outcome for outcome in together(give) if isinstance(outcome, Exception)]
    assert cast.lou.grants.count() == 1


@pytest.mark.parametrize("turn", range(8))
def test_a_role_is_given_while_the_person_leaves(cast, turn):
    """Either they leave first and get none, or it ends with them; nobody waits in a ring."""
    given, gone = together(
        [
            lambda: roles.appoint(cast.lou, role=ADMINISTRATOR, by=cast.ada),
            lambda: moving.leave(cast.lou, by=cast.hana),
        ]
    )
    assert gone is None
    assert isinstance(given, RoleGrant | roles.LeftError), given
    cast.lou.refresh_from_db()
    assert not cast.lou.is_active
    assert not cast.lou.grants.still_on(today()).exists()
    assert roles.holders(ADMINISTRATOR).get() == cast.ada


@pytest.mark.parametrize("turn", range(5))
def test_a_successor_leaves_while_the_predecessor_s_role_ends(cast, turn):
    roles.appoint(cast.tom, role=ADMINISTRATOR, by=cast.ada)
    together(
        [
            lambda: moving.leave(cast.tom, by=cast.hana),
            lambda: dismiss(cast.ada, role=ADMINISTRATOR, by=cast.tom),
            lambda: roles.appoint(cast.lou, role=Role.HR, by=cast.ada),
            lambda: moving.leave(cast.ada, by=cast.hana),
        ]
    )
    assert roles.holders(ADMINISTRATOR).count() == 1
    assert cast.lou.grants.filter(until=None).count() == 1


@pytest.mark.parametrize("turn", range(5))
def test_a_role_is_given_again_while_it_ends(cast, turn):
    grant = roles.appoint(cast.lou, role=Role.HR, by=cast.ada, since=SINCE)
    given, ended = together(
        [
            lambda: roles.appoint(cast.lou, role=Role.HR, by=cast.ada),
            lambda: roles.end(grant, by=cast.ada),
        ]
    )
    assert ended is None
    held = cast.lou.grants.still_on(today()).first()
    assert held is None or held.pk == given.pk
    if held:
        assert held.until is None


@pytest.mark.parametrize("turn", range(5))
def test_two_who_correct_what_both_saw_do_not_both_win(cast, turn):
    shown = [Posting.objects.get(pk=cast.lou.posting.pk) for _ in range(2)]
    answers = together(
        [
            lambda row=row, word=word: correcting.correct(
                row, by=cast.hana, reason="x", as_shown=True, position=word
            )
            for row, word in zip(shown, ("Dean", "Coach"), strict=True)
        ]
    )
    assert sum(isinstance(answer, NotPossibleError) for answer in answers) == 1, answers
