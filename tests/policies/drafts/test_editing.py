"""Edits of a draft: each is one step, made on the text that its maker saw, and can be undone."""

import copy

import pytest

from district_portal import audit
from policies.drafts import editing, repairing
from policies.drafts.rearranging import NoSuchClauseError
from tests.factories.policies import draft, published
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def text(cast):
    return draft(
        "529",
        "Staff Networks",
        clauses=[("1.", "Be kind."), ("2.", "Ask first."), ("•", "Tell parents."), ("", "A note.")],
    )


def lines(draft):
    return [
        "  " * node["depth"] + " ".join(filter(None, (node["label"], node["text"])))
        for node in draft.nodes
    ]


def edit(verb, draft, *arguments, **fields):
    return verb(draft, *arguments, revision=draft.revision, by=None, **fields)


def test_text_label_and_kind_are_changed(text):
    text = edit(editing.change_clause, text, 4, kind="item", label="3.", text="Note this.")
    assert lines(text)[3] == "3. Note this."
    assert text.nodes[3]["kind"] == "item"


def test_a_blank_line_splits_a_clause_and_the_longer_half_stays_what_it_was(text):
    text.nodes[0]["was"] = "k3y"
    text.save()
    text = edit(editing.change_clause, text, 1, text="Be kind.\r\n\r\nBe kind to everyone, always.")
    assert [node["text"] for node in text.nodes[:2]] == ["Be kind.", "Be kind to everyone, always."]
    assert [(node["was"], node.get("split_from")) for node in text.nodes[:2]] == [
        ("", "k3y"),
        ("k3y", None),
    ]


def test_words_that_nobody_touched_keep_their_spaces(text):
    text = edit(editing.change_clause, text, 1, text="Two  spaces.")
    text = edit(editing.change_clause, text, 1, label="7.", text="Two  spaces.")
    assert lines(text)[0] == "7. Two  spaces."


def test_a_clause_goes_in_and_out_and_never_past_the_margin(text):
    text = edit(editing.indent, text, 2)
    assert lines(text)[1] == "  2. Ask first."
    text = edit(editing.outdent, text, 2)
    text = edit(editing.outdent, text, 2)
    assert lines(text)[1] == "2. Ask first."


def test_a_heading_goes_in_by_its_level(text):
    text = edit(editing.change_clause, text, 1, kind="heading")
    assert text.nodes[0]["level"] == 1
    text = edit(editing.indent, text, 1)
    assert (text.nodes[0]["level"], text.nodes[0]["depth"]) == (2, 0)


def test_a_joined_clause_keeps_a_label_that_is_more_than_a_bullet(text):
    text = edit(editing.join, text, 2)
    assert lines(text)[0] == "1. Be kind. 2. Ask first."
    text = edit(editing.join, text, 3)
    assert lines(text) == ["1. Be kind. 2. Ask first. Tell parents.", "A note."]


def test_the_first_clause_has_nothing_to_be_joined_with(text):
    with pytest.raises(NoSuchClauseError):
        edit(editing.join, text, 1)


def test_a_dropped_clause_is_kept_and_goes_back_where_it_was(text):
    text = edit(editing.drop, text, 2)
    assert lines(text) == ["1. Be kind.", "• Tell parents.", "A note."]
    assert [node["text"] for node in text.dropped] == ["Ask first."]
    text = edit(editing.restore, text, 2)
    assert lines(text)[1] == "2. Ask first."
    assert text.dropped == []


def test_a_line_that_the_reader_left_out_can_be_taken_in(text):
    text.dropped = [{**copy.deepcopy(text.nodes[0]), "id": -1, "text": "Page 1", "after": None}]
    text.save()
    text = edit(editing.restore, text, -1)
    assert text.nodes[-1]["text"] == "Page 1"
    assert text.nodes[-1]["id"] > 0


def test_clauses_are_moved_and_added(text):
    text = edit(editing.move_down, text, 1)
    text = edit(editing.move_up, text, 3)
    assert lines(text) == ["2. Ask first.", "• Tell parents.", "1. Be kind.", "A note."]
    text = edit(editing.insert, text, 2, kind="item", label="2a.", text="Ask twice.")
    text = edit(editing.insert, text, None, kind="para", label="", text="Before all.")
    assert lines(text)[:3] == ["Before all.", "2. Ask first.", "2a. Ask twice."]


def test_every_edit_can_be_undone_down_to_the_beginning(text):
    before = copy.deepcopy((text.text, text.dropped, text.code, text.title))
    text = edit(editing.indent, text, 2)
    text = edit(editing.drop, text, 1)
    text = edit(editing.change_head, text, head={"code": "530", "title": "Other", "dates": []})
    text = edit(editing.change_clause, text, 2, text="Ask\n\ntwice.")
    for _ in range(4):
        text = edit(editing.undo, text)
    assert (text.text, text.dropped, text.code, text.title) == before
    with pytest.raises(editing.NothingToUndoError):
        edit(editing.undo, text)


def test_after_an_undo_one_can_go_on_editing(text):
    text = edit(editing.indent, text, 2)
    text = edit(editing.undo, text)
    text = edit(editing.indent, text, 3)
    text = edit(editing.undo, text)
    assert lines(text)[2] == "• Tell parents."


def test_an_edit_of_a_text_that_has_changed_since_is_refused_and_changes_nothing(cast, text):
    editing.indent(text, 2, revision=text.revision, by=cast.ada)
    with pytest.raises(editing.StaleDraftError) as raised:
        editing.drop(text, 2, revision=text.revision, by=cast.polly)
    assert lines(raised.value.draft)[1] == "  2. Ask first."
    text.refresh_from_db()
    assert len(text.nodes) == 4


def test_an_edit_that_changes_nothing_is_no_step(text):
    text = edit(editing.outdent, text, 1)
    assert text.revision == 1
    assert not text.edits.exists()


def test_the_record_says_who_edited_what(cast, text):
    editing.drop(text, 2, revision=1, by=cast.polly)
    event = audit.events(act="drafts.edited").get()
    assert event.actor == "Polly Hart"
    assert event.after == {"what": "Dropped: 2. Ask first."}


def test_the_code_settles_the_doubt_about_it(text):
    text.code, text.doubts = (
        "",
        [{"about": "code", "message": "No code", "node": None, "suggestion": ""}],
    )
    text.save()
    text = edit(editing.change_head, text, head={"code": "529"})
    assert text.doubts == []


def test_a_tied_draft_keeps_the_kind_of_its_policy(cast):
    version = published("529", "Staff Networks")
    tied = draft("529", "Staff Networks", policy=version.policy)
    assert edit(editing.change_head, tied, head={"kind": "rule"}).kind == "policy"


def test_a_doubt_that_is_settled_is_off_the_list(text):
    text.doubts = [
        {"about": "node", "message": "a?", "node": 1, "suggestion": ""},
        {"about": "node", "message": "b?", "node": 2, "suggestion": ""},
    ]
    text.save()
    text = edit(editing.settle, text, 0)
    assert [doubt["message"] for doubt in text.doubts] == ["b?"]
    with pytest.raises(NoSuchClauseError):
        edit(editing.settle, text, 5)


UNDER = [
    ("3.", "Be kind:"),
    ("4.", "Ask first:"),
    {"kind": "item", "depth": 1, "label": "a.", "text": "by mail,"},
    {"kind": "item", "depth": 1, "label": "b.", "text": "by phone."},
    ("5.", "Tell parents."),
]


def test_what_stood_below_a_clause_that_is_left_out_is_in_doubt_until_somebody_says(cast):
    text = edit(editing.drop, draft("529", "Networks", clauses=UNDER), 2)
    [doubt] = text.doubts
    assert (doubt["about"], doubt["node"]) == ("node", 3)
    assert doubt["message"] == (
        "This clause and 1 more stood below “4. Ask first:”, which is left out."
        " Now it reads as a part of “3. Be kind:”. Is that right?"
    )
    assert edit(editing.restore, text, 2).doubts == []


def test_what_is_left_out_together_with_what_stood_below_it_leaves_no_doubt(cast):
    text = draft("529", "Networks", clauses=UNDER)
    assert edit(repairing.drop_all, text, [2, 3, 4]).doubts == []
    other = draft("530", "Mail", clauses=UNDER)
    assert len(edit(repairing.drop_all, other, [2, 3]).doubts) == 1
    plain = draft("531", "Phones", clauses=UNDER)
    assert edit(editing.drop, plain, 5).doubts == []
