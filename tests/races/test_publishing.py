"""Two people publish at the same moment: one of them does."""

from __future__ import annotations

import pytest

from district_portal import audit
from policies.drafts import commenting, drafting, editing, reviewing
from policies.models import Clause, Comment, Draft, Opinion, Policy, Version
from policies.publication import publishing
from tests.cast import call_the_cast
from tests.factories.policies import draft, published
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_that_several_publish_at_once_is_published_once():
    cast = call_the_cast()
    for number in range(5):
        the_draft = draft(f"{number}", "Staff Networks")
        answers = together(
            [
                lambda the_draft=the_draft, by=by: publishing.publish(the_draft, by=by)
                for by in [cast.polly, cast.ada] * 3
            ]
        )
        won = [answer for answer in answers if isinstance(answer, Version)]
        lost = [a for a in answers if isinstance(a, publishing.AlreadyPublishedError)]
        assert (len(won), len(lost)) == (1, 5)
        assert {error.version for error in lost} == set(won)
    assert Version.objects.count() == Policy.objects.count() == 5
    assert Clause.objects.count() == 5
    assert audit.events(act="policies.published").count() == 5


def test_two_drafts_of_one_new_policy_do_not_become_two():
    cast = call_the_cast()
    drafts = [draft("529", "Staff Networks"), draft("529", "Staff Networks")]
    answers = together([lambda one=one: publishing.publish(one, by=cast.polly) for one in drafts])
    assert sum(isinstance(answer, Version) for answer in answers) == 1
    assert sum(isinstance(answer, publishing.NotReadyError) for answer in answers) == 1
    assert Policy.objects.count() == 1
    assert Draft.objects.count() == 1


def test_a_policy_gets_one_draft_when_two_begin_one_at_once():
    cast = call_the_cast()
    policy = published("529", "Staff Networks").policy
    answers = together(
        [lambda by=by: drafting.revise(policy, by=by) for by in [cast.polly, cast.ada] * 2]
    )
    assert sum(isinstance(answer, Draft) for answer in answers) == 1
    assert sum(isinstance(answer, drafting.DraftExistsError) for answer in answers) == 3


def test_of_edits_on_the_same_text_one_is_made_and_the_others_are_told():
    cast = call_the_cast()
    text = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    answers = together([lambda: editing.drop(text, 2, revision=1, by=cast.polly) for _ in range(4)])
    assert sum(isinstance(answer, Draft) for answer in answers) == 1
    assert sum(isinstance(answer, editing.StaleDraftError) for answer in answers) == 3
    text.refresh_from_db()
    assert (len(text.nodes), len(text.dropped), text.edits.count()) == (1, 1, 1)


def test_remarks_made_while_it_is_published_are_kept_with_it_or_refused():
    cast = call_the_cast()
    refusals = (Draft.DoesNotExist, Comment.DoesNotExist, commenting.FixedCommentError)
    for number in range(4):
        text = draft(f"{number}", "Staff Networks")
        remark = commenting.add(text, by=cast.lou, text="Whom do I ask?", node=1)
        published_one, *others = together(
            [
                lambda text=text: publishing.publish(text, by=cast.polly),
                lambda remark=remark: commenting.reply(remark, by=cast.polly, text="Me."),
                lambda remark=remark: commenting.resolve(remark, by=cast.polly),
                lambda text=text: commenting.add(text, by=cast.ada, text="Why?"),
                lambda text=text: reviewing.ask(text, [cast.gus], by=cast.ada),
            ]
        )
        assert isinstance(published_one, Version)
        assert all(isinstance(other, (*refusals, Comment, list)) for other in others)
    assert not Comment.objects.filter(version=None).exists()
    assert not Opinion.objects.filter(version=None).exists()
