"""Two at one existing account, or at one sheet, at the same moment: one is first, once."""

from __future__ import annotations

import pytest

from approvals.claiming import answering, bringing, passing_on, reminding
from approvals.claiming.acting import MeanwhileError
from approvals.claiming.models import Act, ExistingAccount, Sheet
from approvals.models import Request
from district_portal.mailing.models import Message
from tests.approvals.claiming.test_reminding import MONDAY
from tests.factories import approvals as requests
from tests.factories import existing as factory
from tests.factories.existing import BOOSTERS, CHOIR
from tests.races.together import together

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def choir(cast):
    return factory.listed(by=cast.tom)


def losers(answers):
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_a_claim_sent_ten_times_is_one_request(cast, choir):
    answers = together([lambda: answering.claim(choir, by=cast.lou)] * 10)
    assert losers(answers) == []
    assert set(answers) == {Request.objects.get()}
    assert Act.objects.filter(what="claimed").count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_a_claim_and_a_no_at_once_are_one_of_the_two(cast, choir, turn):
    acts = [
        lambda: answering.claim(choir, by=cast.lou),
        lambda: answering.say_not_mine(choir, "No.", by=cast.lou),
    ]
    lost = losers(together(acts))
    choir.refresh_from_db()
    assert [type(error) for error in lost] == [MeanwhileError]
    assert choir.state in ("claimed", "back")
    assert Request.objects.exists() is (choir.state == "claimed")


@pytest.mark.parametrize("turn", range(3))
def test_a_claim_and_another_name_at_once_leave_somebody_named(cast, choir, turn):
    seen = choir.acts.first().pk
    acts = [
        lambda: answering.claim(choir, by=cast.lou),
        lambda: passing_on.name(choir, cast.val, by=cast.tom, seen=seen),
    ]
    lost = losers(together(acts))
    choir.refresh_from_db()
    assert [type(error) for error in lost] == [MeanwhileError]
    assert (choir.state, choir.person) in [("claimed", cast.lou), ("asked", cast.val)]


def test_a_sheet_taken_in_by_four_is_taken_in_once(cast):
    requests.enter_presets()
    sheet = factory.brought(CHOIR, BOOSTERS, by=cast.tom)
    seen = factory.compared(sheet).fingerprint
    take = {"seen": seen, "doubtful": True, "by": cast.tom}
    lost = losers(together([lambda: bringing.take_in(sheet, **take)] * 4))
    assert [type(error) for error in lost] == [bringing.EndedError] * 3
    assert ExistingAccount.objects.count() == Act.objects.count() == 2


@pytest.mark.parametrize("turn", range(3))
def test_two_sheets_with_the_same_accounts_list_them_once(cast, turn):
    requests.enter_presets()
    sheets = [
        factory.brought(CHOIR, BOOSTERS, by=cast.tom),
        factory.brought(BOOSTERS, CHOIR, by=cast.ada),
    ]
    seen = [factory.compared(sheet).fingerprint for sheet in sheets]

    def take(number):
        return bringing.take_in(sheets[number], seen=seen[number], doubtful=True, by=cast.tom)

    lost = losers(together([lambda: take(0), lambda: take(1)]))
    assert {type(error) for error in lost} <= {bringing.ChangedError}
    assert ExistingAccount.objects.count() == Act.objects.count() == 2
    assert sum(Sheet.objects.values_list("added", flat=True)) == 2


def test_two_clocks_ask_once(cast):
    requests.enter_presets()
    factory.listed(by=cast.tom, at=MONDAY)
    assert losers(together([lambda: reminding.sweep(at=MONDAY)] * 2)) == []
    assert Message.objects.filter(name="existing_to_claim").count() == 1
