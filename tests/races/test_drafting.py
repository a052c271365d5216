"""Two editors on one draft lose nothing: each edit is made whole, or its maker is told."""

from __future__ import annotations

import threading

import pytest

from policies.drafts import commenting, editing, reviewing
from policies.models import Comment, Draft, Opinion, Version
from policies.publication import publishing
from tests.cast import call_the_cast
from tests.factories.policies import draft
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 8


def _write(text, number, by, made):
    """Write on and on in one clause, each time from what was answered last."""
    known = text
    for turn in range(ROUNDS):
        words = f"{by.given_name} {turn}."
        seen = editing.fingerprint(known.nodes[editing.rearranging.find(known.nodes, number)])
        try:
            known = editing.write(
                known, number, revision=known.revision, by=by, seen=seen, text=words
            )
            made.append((number, words))
        except editing.StaleDraftError as stale:
            known = stale.draft
    return known


def test_two_people_in_two_clauses_never_meet():
    cast = call_the_cast()
    text = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    made: list = []
    together([lambda: _write(text, 1, cast.polly, made), lambda: _write(text, 2, cast.ada, made)])
    text.refresh_from_db()
    assert len(made) == 2 * ROUNDS
    assert [node["text"] for node in text.nodes] == ["Polly 7.", "Ada 7."]
    assert text.revision == 1 + 2 * ROUNDS


def test_two_people_in_one_clause_each_write_over_what_they_saw_only():
    cast = call_the_cast()
    text = draft("529", "Staff Networks", clauses=["Be kind."])
    made: list = []
    lock = threading.Barrier(2)

    def both(by):
        lock.wait()
        return _write(text, 1, by, made)

    together([lambda: both(cast.polly), lambda: both(cast.ada)])
    text.refresh_from_db()
    assert text.revision == 1 + len(made)
    assert text.nodes[0]["text"] in {words for _number, words in made}
    while editing.to_undo(text):
        text = editing.undo(text, revision=text.revision, by=None)
    assert text.nodes[0]["text"] == "Be kind."


def test_one_of_two_who_saw_the_same_clause_is_told():
    cast = call_the_cast()
    text = draft("529", "Staff Networks", clauses=["Be kind."])
    seen = editing.fingerprint(text.nodes[0])
    answers = together(
        [
            lambda by=by: editing.change_clause(
                text, 1, revision=1, by=by, seen=seen, text=f"{by} says."
            )
            for by in (cast.polly, cast.ada)
        ]
    )
    assert sum(isinstance(answer, editing.StaleDraftError) for answer in answers) == 1
    assert sum(isinstance(answer, Draft) for answer in answers) == 1


def test_what_is_undone_twice_at_once_is_undone_once():
    cast = call_the_cast()
    text = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first.", "Tell parents."])
    for number in (3, 2):
        text = editing.drop(text, number, revision=text.revision, by=cast.polly)
    answers = together([lambda: editing.undo(text, revision=3, by=cast.ada) for _ in range(4)])
    assert sum(isinstance(answer, Draft) for answer in answers) == 1
    text.refresh_from_db()
    assert len(text.nodes) == 2


def test_no_comment_is_lost_to_publication():
    cast = call_the_cast()
    text = draft("529", "Staff Networks", clauses=["Be kind."])
    acts = [lambda: commenting.add(text, by=cast.lou, text="Whom?", node=1) for _ in range(5)]
    answers = together([*acts, lambda: publishing.publish(text, by=cast.polly)])
    added = [answer for answer in answers if isinstance(answer, Comment)]
    refused = [answer for answer in answers if isinstance(answer, Draft.DoesNotExist)]
    assert (len(added) + len(refused), isinstance(answers[-1], Version)) == (5, True)
    assert Comment.objects.filter(version=answers[-1]).count() == len(added)


def test_a_person_is_asked_once_and_answers_once():
    cast = call_the_cast()
    text = draft("529", "Staff Networks", clauses=["Be kind."])
    together([lambda: reviewing.ask(text, [cast.lou], by=cast.polly) for _ in range(4)])
    opinion = Opinion.objects.get()
    answers = together(
        [
            lambda: reviewing.answer(opinion, by=cast.lou, answer="fine", revision=1)
            for _ in range(4)
        ]
    )
    assert sum(isinstance(answer, Opinion) for answer in answers) == 1
    assert sum(isinstance(answer, reviewing.AlreadyAnsweredError) for answer in answers) == 3
