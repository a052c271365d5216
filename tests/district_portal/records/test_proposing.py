"""What may be proposed for disposal, and what a second person says to it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from district_portal.district.current import today
from district_portal.records import confirming, holding, proposing
from district_portal.records.kinds import named
from district_portal.records.models import Run, Verdict
from tests.factories import records as factory
from tests.standing import standing


@standing
def request_(cast):
    return factory.ready(cast, notice_days=30)


def test_what_has_run_out_is_found_to_the_day(cast, request_):
    kind = named("request")
    found = lambda day: [row.pk for row in proposing.due(kind, day=day)]  # noqa: E731
    assert found(dt.date(2022, 3, 9)) == []
    assert found(dt.date(2022, 3, 10)) == [request_.pk]
    assert found(dt.date(2024, 2, 29)) == [request_.pk]


def test_the_end_of_the_school_year_counts_to_the_day(cast, request_):
    factory.adopted(by=cast.ada, starts="year_end")
    kind = named("request")
    assert not proposing.due(kind, day=dt.date(2022, 6, 29)).exists()
    assert proposing.due(kind, day=dt.date(2022, 6, 30)).exists()


def test_a_run_waits_for_its_days_of_notice(cast, request_):
    run = factory.proposed(request_, by=cast.ada)
    assert factory.proposed(request_, by=cast.ada) == run
    assert run.not_before == today() + dt.timedelta(days=30)
    with pytest.raises(confirming.VerdictError, match="can be confirmed from"):
        confirming.confirm(run, by=cast.tom)
    later = timezone.now() + dt.timedelta(days=30)
    given = confirming.confirm(run, by=cast.tom, at=later)
    assert confirming.confirm(run, by=cast.tom, at=later) == given
    with pytest.raises(confirming.VerdictError, match="Tom Reyes has answered already"):
        confirming.refuse(run, reason="No", by=cast.tom)


def test_nobody_confirms_what_they_proposed(cast, request_):
    run = factory.proposed(request_, by=cast.ada)
    later = timezone.now() + dt.timedelta(days=31)
    for act in (
        lambda: confirming.confirm(run, by=cast.ada, at=later),
        lambda: confirming.refuse(run, reason="No", by=cast.ada),
    ):
        with pytest.raises(confirming.VerdictError, match="Somebody else"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.create(
            run=run, outcome="confirmed", given_at=timezone.now(), given_by=cast.ada
        )


def test_it_is_refused_or_withdrawn_for_a_reason_and_may_be_proposed_anew(cast, request_):
    run = factory.proposed(request_, by=cast.ada)
    with pytest.raises(confirming.ReasonMissingError):
        confirming.refuse(run, reason=" ", by=cast.tom)
    confirming.refuse(run, reason="The archive lacks it.", by=cast.tom)
    again = factory.proposed(request_, by=cast.ada)
    assert again != run
    confirming.withdraw(again, reason="Later.", by=cast.ada)
    assert Run.objects.count() == 2
    assert not proposing.going().exists()


def test_a_record_is_in_one_run_at_a_time(cast, request_):
    factory.proposed(request_, by=cast.ada)
    with pytest.raises(proposing.ProposalError, match="is proposed already"):
        factory.proposed(request_, by=cast.ada, reason="Once more")


def test_a_shut_gate_is_named(cast, request_):
    hold = factory.held(by=cast.ada, on="person", person=cast.lou)
    with pytest.raises(proposing.ProposalError, match="has to stay: It is under a legal hold"):
        factory.proposed(request_, by=cast.ada)
    holding.lift(hold, reason="Settled", by=cast.ada)
    assert factory.proposed(request_, by=cast.ada)


@pytest.mark.parametrize(
    ("records", "reason", "words"),
    [
        ([], "Why", "at least one"),
        ([("request", 1)], " ", "Say why"),
        ([("request", 987654)], "Why", "not there any more"),
        ([("zebra", 1)], "Why", "not there any more"),
        ([("request", number) for number in range(501)], "Why", "at most 500"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_told(cast, request_, records, reason, words):
    with pytest.raises(proposing.ProposalError, match=words):
        proposing.propose(records, reason=reason, by=cast.ada)


def test_an_account_goes_before_its_request(cast, request_):
    account = factory.closed_account(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.val, place=cast.northside
    )
    factory.archived("account", account.pk, by=cast.tom)
    factory.archived("request", account.request_id, by=cast.tom)
    with pytest.raises(proposing.ProposalError, match="Something depends on it: an account"):
        factory.proposed(account.request, by=cast.ada)
    assert factory.proposed(account, by=cast.ada)


def test_nobody_proposes_or_confirms_the_disposal_of_their_own(cast):
    factory.adopted(by=cast.ada)
    own = [factory.denied(cast.tom, decider=cast.ada, place=cast.district)]
    own.append(factory.denied(cast.ada, decider=cast.bea, place=cast.district))
    for row in own:
        factory.archived("request", row.pk, by=cast.ada)
    with pytest.raises(proposing.ProposalError, match="is your own record: somebody else"):
        factory.proposed(own[1], by=cast.ada)
    run = factory.proposed(own[0], by=cast.ada)
    with pytest.raises(confirming.VerdictError, match=f"{own[0].number} is your own record"):
        confirming.confirm(run, by=cast.tom)
    assert confirming.refuse(run, reason="One is mine.", by=cast.tom).outcome == "refused"
