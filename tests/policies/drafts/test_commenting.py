"""Remarks follow their clause, and stay with what was published."""

import pytest

from policies.drafts import commenting, drafting, editing
from policies.drafts.rearranging import NoSuchClauseError
from policies.models import Comment, Opinion
from policies.publication import publishing
from tests.factories.policies import draft
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def text(cast):
    return draft("529", "Staff Networks", clauses=["Be kind.", "Ask first.", "Tell parents."])


@standing
def remark(text, cast):
    return commenting.add(text, by=cast.lou, text="Whom do I ask?", node=2)


def edit(verb, draft, *arguments, **fields):
    return verb(draft, *arguments, revision=draft.revision, by=None, **fields)


def where(draft):
    return [thread.clause and thread.clause["text"] for thread in commenting.threads(draft)]


def test_a_remark_remembers_what_it_was_about(remark, text):
    assert (remark.about, remark.node) == ("2. Ask first.", 2)
    assert commenting.open_on(text) == {2: 1}


def test_a_clause_that_is_not_there_cannot_be_remarked_on(text, cast):
    with pytest.raises(NoSuchClauseError):
        commenting.add(text, by=cast.lou, text="What?", node=99)


def test_a_remark_follows_its_clause(remark, text):
    text = edit(editing.move_up, text, 2)
    text = edit(editing.change_clause, text, 2, text="Ask first.\n\nThen act.")
    assert where(text) == ["Ask first."]


def test_a_joined_clause_takes_its_remarks_along_and_undo_gives_them_back(remark, text):
    text = edit(editing.join, text, 2)
    text = edit(editing.join, text, 3)
    assert where(text) == ["Be kind. 2. Ask first. 3. Tell parents."]
    assert commenting.open_on(text) == {1: 1}
    text = edit(editing.undo, edit(editing.undo, text))
    assert where(text) == ["Ask first."]


def test_a_remark_on_what_was_left_out_is_not_lost(remark, text):
    text = edit(editing.drop, text, 2)
    thread = commenting.threads(text)[0]
    assert (thread.clause, thread.is_gone) == (None, True)
    assert commenting.open_on(text) == {None: 1}


def test_an_answer_to_an_answer_stands_below_the_same_remark(remark, text, cast):
    answer = commenting.reply(remark, by=cast.polly, text="Your supervisor.")
    commenting.reply(answer, by=cast.lou, text="Thank you.")
    thread = commenting.threads(text)[0]
    assert [reply.text for reply in thread.replies] == ["Your supervisor.", "Thank you."]
    assert commenting.open_on(text) == {2: 1}


def test_what_is_resolved_comes_last_and_can_be_reopened(remark, text, cast):
    other = commenting.add(text, by=cast.pat, text="A list, please.")
    commenting.resolve(remark, by=cast.polly)
    commenting.resolve(remark, by=cast.ada)
    assert [thread.comment for thread in commenting.threads(text)] == [other, remark]
    remark.refresh_from_db()
    assert remark.resolved_by == cast.polly
    commenting.reopen(remark, by=cast.lou)
    assert commenting.open_on(text) == {2: 1, None: 1}


def test_ones_own_remark_is_mended_until_it_is_answered(remark, cast):
    commenting.change(remark, by=cast.lou, text="Whom do we ask?")
    with pytest.raises(commenting.FixedCommentError):
        commenting.change(remark, by=cast.polly, text="Nonsense.")
    commenting.reply(remark, by=cast.polly, text="Your supervisor.")
    for act in (
        lambda: commenting.delete(remark, by=cast.lou),
        lambda: commenting.change(remark, by=cast.lou, text="Never mind."),
    ):
        with pytest.raises(commenting.FixedCommentError):
            act()


def test_ones_own_remark_is_taken_back(remark, cast):
    commenting.delete(remark, by=cast.lou)
    assert not Comment.objects.exists()


def test_remarks_stay_with_the_version_at_their_clause(remark, text, cast):
    commenting.reply(remark, by=cast.polly, text="Your supervisor.")
    text = edit(editing.drop, text, 1)
    version = publishing.publish(text, by=cast.polly)
    thread = commenting.kept_threads(version)[0]
    assert (thread.comment.node, len(thread.replies)) == (1, 1)
    assert version.clauses.get(order=1).text == "Ask first."
    with pytest.raises(commenting.FixedCommentError):
        commenting.reply(thread.comment, by=cast.polly, text="Too late.")


def test_a_discarded_draft_takes_its_remarks_along(remark, text, cast):
    Opinion.objects.create(draft=text, reader=cast.lou, asked_by=cast.polly, asked_at=remark.at)
    drafting.discard(text, by=cast.polly)
    assert not Comment.objects.exists()
    assert not Opinion.objects.exists()


def test_what_is_published_is_neither_resolved_nor_reopened_by_who_comes_late(text, remark, cast):
    publishing.publish(text, by=cast.polly)
    for verb in (commenting.resolve, commenting.reopen):
        with pytest.raises(commenting.FixedCommentError):
            verb(remark, by=cast.lou)
    remark.refresh_from_db()
    assert remark.resolved_at is None
