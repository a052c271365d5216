"""Many clauses are repaired at once: what an import needs."""

import pytest

from policies.drafts import editing, repairing
from policies.drafts.rearranging import NoSuchClauseError
from tests.factories.policies import draft
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def text(cast):
    return draft(
        "529",
        "Staff Networks",
        clauses=[
            ("", "STAFF"),
            ("1.", "Be kind."),
            ("", "Handbook 2024, page 1"),
            ("•", "Ask first."),
            ("•", "Tell parents."),
            ("", "Handbook 2024, page 2"),
            ("22.", "Keep records."),
            ("", "Handbook 2024, page 3"),
        ],
    )


def words(draft):
    return [node["text"] for node in draft.nodes]


def test_running_heads_are_found_whatever_their_page(text):
    assert repairing.repeated(text.nodes) == [[3, 6, 8]]


def test_a_running_head_is_left_out_everywhere_and_comes_back_at_once(text):
    text = repairing.drop_repeats(text, 6, revision=1, by=None)
    assert words(text) == ["STAFF", "Be kind.", "Ask first.", "Tell parents.", "Keep records."]
    assert len(text.dropped) == 3
    text = editing.undo(text, revision=2, by=None)
    assert len(text.nodes) == 8
    assert text.dropped == []


def test_a_label_of_the_same_sort_is_alike(text):
    assert repairing.alike(text.nodes, 2) == [2, 7]
    assert repairing.alike(text.nodes, 4) == [4, 5]
    assert repairing.alike(text.nodes, 1) == [1]
    assert repairing.alike(text.nodes, 3) == [3, 6, 8]


def test_several_get_another_kind_and_level_as_one_edit(text):
    text = repairing.change_all(text, [4, 5], revision=1, by=None, kind="cont", shift=1)
    assert [(node["kind"], node["depth"]) for node in text.nodes[3:5]] == [("cont", 1)] * 2
    assert text.edits.get().what == "Changed 2 clauses"


def test_neighbors_are_joined_and_others_left_alone(text):
    text = repairing.join_all(text, [4, 5, 7, 2], revision=1, by=None)
    assert words(text)[3] == "Ask first. Tell parents."
    assert len(text.nodes) == 7


def test_one_that_was_edited_meanwhile_stops_all(text, cast):
    editing.indent(text, 4, revision=1, by=cast.ada)
    with pytest.raises(editing.StaleDraftError):
        repairing.drop_all(text, [4, 5], revision=1, by=cast.polly)
    text = repairing.drop_all(text, [5, 7], revision=1, by=cast.polly)
    assert len(text.dropped) == 2
    with pytest.raises(NoSuchClauseError):
        repairing.drop_all(text, [5], revision=text.revision, by=cast.polly)
