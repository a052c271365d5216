"""Beats that look at the same moment, people who agree and withdraw at once: one of them acts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from district_portal import audit
from district_portal.district.current import today
from district_portal.district.models import District
from policies.acknowledgments.models import Assignment
from policies.models import Policy, Rescission, Version
from policies.publication import enforcing, proposing, publishing, rescinding
from policies.reviews import review_reminders
from tests.cast import call_the_cast
from tests.factories.acknowledgments import required
from tests.factories.policies import draft, published
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_several_beats_bring_each_version_into_force_once():
    cast = call_the_cast()
    for number in range(4):
        required(published(f"{number}", "Networks"), people=[cast.lou])
        published(f"{number}", "Networks", clauses=["New."], effective_on=_days(1))
    tomorrow = timezone.now() + dt.timedelta(days=1)
    answers = together([lambda: enforcing.bring_due_into_force(at=tomorrow) for _ in range(4)])
    assert sum(answers) == 4
    assert Version.objects.filter(state="in_force", number=2).count() == 4
    assert audit.events(act="policies.came_into_force").count() == 4
    assert Assignment.objects.open().filter(version__number=2).count() == 4


def test_a_version_is_withdrawn_or_in_force_and_never_both():
    cast = call_the_cast()
    tomorrow = timezone.now() + dt.timedelta(days=1)
    for number in range(5):
        published(f"{number}", "Networks")
        version = published(f"{number}", "Networks", clauses=["New."], effective_on=_days(1))
        entered, withdrawn = together(
            [
                lambda version=version: enforcing.bring_into_force(version, at=tomorrow),
                lambda version=version: enforcing.withdraw(version, by=cast.polly, reason="No."),
            ]
        )
        version.refresh_from_db()
        in_force = Policy.objects.get(code=f"{number}").in_force
        if entered is True:
            assert isinstance(withdrawn, enforcing.NotScheduledError)
            assert (version.state, in_force) == ("in_force", version)
        else:
            assert (entered, withdrawn) == (False, None)
            assert (version.state, in_force.number) == ("withdrawn", 1)


def test_of_several_who_agree_one_publishes():
    cast = call_the_cast()
    District.objects.update(two_people_publish=True)
    decided = {"revision": "minor", "summary": "Other.", "asks_again": "nobody",
               "effective_on": None, "board": {}}  # fmt: skip
    seen = proposing.propose(draft("1", "Networks"), by=cast.polly, decisions=decided)
    acts = [lambda: proposing.agree(seen, by=cast.ada) for _ in range(3)]
    acts.append(lambda: proposing.send_back(seen, by=cast.ada, words="No."))
    answers = together(acts)
    refused = (publishing.AlreadyPublishedError, proposing.OthersProposalError)
    done = [answer for answer in answers if not isinstance(answer, refused)]
    assert len(done) == 1
    assert Version.objects.count() == (1 if isinstance(done[0], Version) else 0)


def test_a_draft_that_two_propose_at_once_is_proposed_once():
    cast = call_the_cast()
    decided = {"revision": "minor", "summary": "Other.", "asks_again": "nobody",
               "effective_on": None, "board": {}}  # fmt: skip
    text = draft("1", "Networks")
    answers = together(
        [
            lambda by=by: proposing.propose(text, by=by, decisions=decided)
            for by in (cast.polly, cast.ada) * 2
        ]
    )
    assert sum(isinstance(a, proposing.OthersProposalError) for a in answers) == 3


def test_rescinding_and_publishing_at_once_leave_one_truth():
    cast = call_the_cast()
    for number in range(5):
        policy = published(f"{number}", "Networks").policy
        text = draft(f"{number}", "Networks", clauses=["New."])
        together(
            [
                lambda policy=policy: rescinding.rescind(
                    policy, on=today(), reason="Gone.", by=cast.polly
                ),
                lambda text=text: publishing.publish(text, by=cast.ada, summary="New."),
            ]
        )
        policy = Policy.objects.get(pk=policy.pk)
        assert (policy.in_force is None) == (policy.state == "rescinded")
    assert Rescission.objects.count() <= 5


def test_several_beats_remind_of_reviews_once():
    cast = call_the_cast()
    on = dt.date(2024, 1, 15)
    version = published("1", "Networks", effective_on=on)
    Policy.objects.filter(pk=version.policy_id).update(review_every=12, owner=cast.ada)
    noon = dt.datetime(2025, 1, 15, 18, tzinfo=dt.UTC)
    answers = together([lambda: review_reminders.remind(at=noon) for _ in range(4)])
    assert sum(answers) == 1


def _days(count: int) -> dt.date:
    return today() + dt.timedelta(days=count)
