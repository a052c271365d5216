from hypothesis import given, settings
from hypothesis import strategies as st

from policies.aligning import Passage, align
from policies.comparing import MOST_TOKENS, word_changes
from policies.redlining.naming import name_of
from policies.redlining.telling import describe

WORDS = st.lists(
    st.sampled_from(["staff", "shall", "not", "write", "to", "students", ".", ",", "six", "weeks"]),
    max_size=25,
).map(" ".join)


def test_words_taken_out_and_put_in():
    assert word_changes("within six weeks of it", "within 25 school days of it") == [
        ("=", "within "),
        ("-", "six weeks"),
        ("+", "25 school days"),
        ("=", " of it"),
    ]


def test_shreds_between_changes_are_swallowed():
    changes = word_changes("all old and worn books here", "all new and clean books here")
    assert changes == [
        ("=", "all "),
        ("-", "old and worn"),
        ("+", "new and clean"),
        ("=", " books here"),
    ]


def test_equal_texts_have_no_changes():
    assert word_changes("as it was", "as it was") == [("=", "as it was")]
    assert word_changes("", "") == []


@settings(max_examples=200, deadline=None)
@given(WORDS | st.text(max_size=80), WORDS | st.text(max_size=80))
def test_the_changes_lead_from_the_one_text_to_the_other(old, new):
    changes = word_changes(old, new)
    assert "".join(text for op, text in changes if op in "=-") == old
    assert "".join(text for op, text in changes if op in "=+") == new
    assert all(text for _, text in changes)


def test_very_long_texts_are_compared_by_sentence_first():
    sentences = [
        f"Sentence number {number} says that all is well in room {number}." for number in range(600)
    ]
    old = " ".join(sentences)
    new = " ".join([*sentences[:300], "One more stands here.", *sentences[301:]])
    assert len(old.split()) * 2 > MOST_TOKENS
    changes = word_changes(old, new)
    assert "".join(text for op, text in changes if op in "=-") == old
    assert "".join(text for op, text in changes if op in "=+") == new
    assert len(changes) <= 6


def items(*texts: str) -> list[Passage]:
    return [Passage(text, f"{number}.", "item") for number, text in enumerate(texts, start=1)]


def test_the_list_of_changes_reads_as_sentences():
    kind = "Be kind to all who come to the school."
    late = "Whoever is late by six weeks tells the office."
    alignment = align(
        items(kind, late, "Dogs stay at home on all days."),
        items(
            "Doors are shut at night by the last one.", kind, late.replace("six weeks", "25 days")
        ),
    )
    assert [str(change.sentence) for change in describe(alignment)] == [
        "Clause 1: added.",
        "Clause 2 (was 1): renumbered.",
        "Clause 3 (was 2): changed. Removed “six weeks”. Added “25 days”.",
        "Clause 3: removed.",
    ]


def test_what_stayed_is_not_told():
    assert describe(align(items("Be kind."), items("Be kind."))) == []


def test_a_clause_is_called_by_the_numbers_around_it_or_by_its_first_words():
    nodes = [
        {"kind": "item", "label": "12.", "text": "Choice of law:"},
        {"kind": "item", "label": "b.", "depth": 1, "text": "The law of the state holds."},
        {"kind": "para", "text": "Every person who works here reads this once."},
        {"kind": "item", "label": "•", "text": "Short one"},
    ]
    passages = align([], nodes).new
    assert [name_of(passages, at) for at in range(4)] == [
        "12",
        "12.b",
        "“Every person who works here…”",
        "“Short one”",
    ]
