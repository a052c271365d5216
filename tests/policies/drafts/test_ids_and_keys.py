"""An id belongs to one clause of a draft, a key in force to one of its clauses."""

from __future__ import annotations

import datetime as dt

import pytest

from district_portal.district.current import today
from policies.drafts import commenting, drafting, editing, rearranging, reviewing
from policies.publication import enforcing, publishing, rescinding
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db


def ids(the_draft):
    return [node["id"] for node in the_draft.nodes]


@pytest.fixture
def edit(cast):
    """Make one edit after the other."""

    def make(verb, the_draft, *args, **fields):
        return verb(the_draft, *args, revision=the_draft.revision, by=cast.polly, **fields)

    return make


def test_a_new_clause_never_takes_the_id_of_one_that_was_left_out(edit):
    text = edit(editing.drop, draft("529", "Staff Networks", clauses=["One.", "Two."]), 2)
    text = edit(editing.insert, text, 1, text="New.", label="")
    text = edit(editing.restore, text, 2)
    assert sorted(ids(text)) == [1, 2, 3]


def test_nor_of_one_that_was_joined_to_another(edit):
    text = edit(editing.join, draft("529", "Staff Networks", clauses=["One.", "Two."]), 2)
    assert ids(edit(editing.insert, text, 1, text="New.", label="")) == [1, 3]


def test_a_remark_on_a_clause_that_was_undone_does_not_pass_to_the_next(edit, cast):
    text = edit(editing.insert, draft("529", "Staff Networks"), 1, text="New.", label="")
    commenting.add(text, by=cast.polly, text="Why?", node=2)
    text = edit(editing.insert, edit(editing.undo, text), 1, text="Other.", label="")
    assert [thread.is_gone for thread in commenting.threads(text)] == [True]


def test_of_two_clauses_that_a_person_calls_the_same_one_the_last_is_it(edit, cast):
    version = published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    key = version.clauses.first().key
    text = drafting.revise(version.policy, by=cast.polly)
    text = edit(editing.change_clause, text, 2, was=key)
    assert [node["was"] for node in text.nodes] == ["", key]
    new = publishing.publish(text, by=cast.polly, summary="Turned round.")
    assert new.clauses.get(key=key).text == "Ask first."


def test_a_clause_that_is_put_back_is_not_what_another_has_become(edit, cast):
    version = published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    key = version.clauses.first().key
    text = edit(editing.drop, drafting.revise(version.policy, by=cast.polly), 1)
    text = edit(editing.restore, edit(editing.change_clause, text, 2, was=key), 1)
    assert [node["was"] for node in text.nodes] == ["", key]


def test_keys_that_two_clauses_claim_are_carried_to_the_first(cast):
    policy = published("529", "Staff Networks", clauses=["Be kind.", "Ask first."]).policy
    key = policy.in_force.clauses.first().key
    twice = [{"kind": "item", "text": "Be kind.", "was": key}] * 2
    new = publishing.publish(
        draft("529", "Staff Networks", clauses=twice), by=cast.polly, summary="Twice."
    )
    assert new.clauses.get(key=key).order == 1


def test_the_parts_of_a_new_clause_are_new():
    new = {**drafting.blank(1), "text": "One. Two.", "was": "new"}
    parts = rearranging.change([new], 1, text="One.\n\nTwo.")
    assert [(part["was"], part.get("split_from", "")) for part in parts] == [("new", "")] * 2


def test_a_part_of_a_part_comes_from_the_same_clause():
    part = {**drafting.blank(1), "text": "One. Two.", "split_from": "k1"}
    parts = rearranging.change([part], 1, text="One.\n\nTwo.")
    assert [each["split_from"] for each in parts] == ["k1", "k1"]


def test_a_draft_that_follows_a_scheduled_version_keeps_what_that_changes(edit, cast):
    policy = published("529", "Staff Networks", clauses=["Be kind.", "Ask first."]).policy
    later = today() + dt.timedelta(days=5)
    published("533", "Networks", clauses=["Be kind.", "Ask twice."], policy=policy,
              effective_on=later)  # fmt: skip
    text = drafting.revise(policy, by=cast.polly)
    assert (text.code, [node["text"] for node in text.nodes]) == ("533", ["Be kind.", "Ask twice."])
    at = dt.datetime.combine(later, dt.time(18), dt.UTC)
    enforcing.bring_due_into_force(at=at)
    text = edit(editing.change_clause, text, 1, text="Be kinder.")
    new = publishing.publish(text, by=cast.polly, summary="Kinder.", at=at)
    assert [clause.text for clause in new.clauses.all()] == ["Be kinder.", "Ask twice."]
    assert new.alignment["removed"] == []


def test_a_reader_compares_the_draft_that_revives_a_policy_with_its_last_text(cast, client):
    policy = published("529", "Staff Networks").policy
    rescinding.rescind(policy, on=today(), reason="Over.", by=cast.ada)
    text = drafting.revise(policy, by=cast.polly)
    reviewing.ask(text, [cast.lou], by=cast.polly)
    client.force_login(cast.lou)
    assert client.get(f"/policies/drafts/{text.pk}/changes/").status_code == 200
