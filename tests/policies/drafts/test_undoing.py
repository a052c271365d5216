"""Edits are differences: taken back, made again, and written on without growing in number."""

import copy
import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.drafts import editing, undoing
from policies.models import DraftEdit
from tests.factories.policies import draft
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def text(cast):
    return draft("529", "Staff Networks", clauses=["Be kind.", "Ask first.", "Tell parents."])


def words(draft):
    return [node["text"] for node in draft.nodes]


def edit(verb, draft, *arguments, by=None, **fields):
    return verb(draft, *arguments, revision=draft.revision, by=by, **fields)


def test_what_was_undone_is_made_again(text):
    before = copy.deepcopy(text.text)
    text = edit(editing.drop, text, 1)
    text = edit(editing.join, text, 3)
    after = copy.deepcopy(text.text)
    text = edit(editing.undo, edit(editing.undo, text))
    assert text.text == before
    text = edit(editing.redo, edit(editing.redo, text))
    assert (text.text, words(text)) == (after, ["Ask first. 3. Tell parents."])
    assert [node["text"] for node in text.dropped] == ["Be kind."]


def test_a_new_edit_takes_the_place_of_what_was_undone(text):
    text = edit(editing.undo, edit(editing.drop, text, 1))
    text = edit(editing.drop, text, 2)
    with pytest.raises(editing.NothingToUndoError):
        edit(editing.redo, text)
    text = edit(editing.undo, text)
    assert words(text) == ["Be kind.", "Ask first.", "Tell parents."]
    with pytest.raises(editing.NothingToUndoError):
        edit(editing.undo, text)


def test_writing_on_in_one_clause_is_one_edit(text, cast):
    for words_so_far in ("Be", "Be kind", "Be kind to all."):
        text = edit(editing.write, text, 1, by=cast.polly, text=words_so_far)
    assert (text.edits.count(), text.revision) == (1, 4)
    text = edit(editing.undo, text)
    assert words(text)[0] == "Be kind."


def test_writing_elsewhere_by_another_or_after_a_pause_is_another_edit(text, cast):
    text = edit(editing.write, text, 1, by=cast.polly, text="One.")
    text = edit(editing.write, text, 2, by=cast.polly, text="Two.")
    text = edit(editing.write, text, 2, by=cast.ada, text="Two!")
    assert text.edits.count() == 3
    text.edits.update(at=text.edits.first().at - dt.timedelta(hours=1))
    text = edit(editing.write, text, 2, by=cast.ada, text="Two?")
    assert text.edits.count() == 4


def test_what_is_being_written_is_not_split(text):
    text = edit(editing.write, text, 1, text="Be kind.\n\nAlways.")
    assert words(text) == ["Be kind. Always.", "Ask first.", "Tell parents."]


def test_another_clause_may_change_meanwhile(text, cast):
    edit(editing.indent, text, 3, by=cast.ada)
    later = editing.change_clause(text, 1, revision=1, by=cast.polly, text="Be very kind.")
    assert words(later)[0] == "Be very kind."
    assert later.nodes[2]["depth"] == 1


def test_the_same_clause_may_not(text, cast):
    seen = editing.fingerprint(text.nodes[0])
    edit(editing.write, text, 1, by=cast.ada, text="Be strict.")
    for fields in ({}, {"seen": seen}):
        with pytest.raises(editing.StaleDraftError) as stale:
            editing.write(text, 1, revision=1, by=cast.polly, text="Be lenient.", **fields)
        assert words(stale.value.draft)[0] == "Be strict."


def test_a_clause_that_was_changed_and_changed_back_reads_as_it_was_seen(text, cast):
    seen = editing.fingerprint(text.nodes[0])
    later = edit(editing.undo, edit(editing.write, text, 1, by=cast.ada, text="Be strict."))
    later = editing.write(later, 1, revision=1, by=cast.polly, seen=seen, text="Be lenient.")
    assert words(later)[0] == "Be lenient."


def test_what_depends_on_neighbors_waits_for_a_fresh_look(text, cast):
    edit(editing.drop, text, 2, by=cast.ada)
    with pytest.raises(editing.StaleDraftError):
        editing.join(text, 3, revision=1, by=cast.polly)


def test_an_edit_of_a_long_text_stays_small(cast):
    text = draft("1", "Manual", clauses=[f"Sentence {number}. " * 20 for number in range(400)])
    text = edit(editing.indent, text, 200)
    assert len(json.dumps(DraftEdit.objects.get().patch)) < 2_000


ITEMS = st.lists(st.integers(0, 3).map(lambda number: {"id": number}), max_size=6)


@given(before=ITEMS, after=ITEMS, titles=st.tuples(st.text(max_size=3), st.text(max_size=3)))
def test_a_difference_leads_there_and_back(before, after, titles):
    old, new = {"nodes": before, "title": titles[0]}, {"nodes": after, "title": titles[1]}
    patch = undoing.difference(old, new)
    assert undoing._applied(old, patch, back=False) == new
    assert undoing._applied(new, patch, back=True) == old
