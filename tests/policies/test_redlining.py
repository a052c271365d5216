"""What the redline of two texts shows: each clause once, what changed, what is folded away."""

import pytest

from policies.aligning import Passage, align
from policies.redlining import Places, naming, redline

KIND = "Be kind to all who come to the school, whoever they are."
MAIL = "Write to students only by district e-mail and copy a parent every single time."
CHAT = "Never use disappearing messages with a student for any reason at all."
DOGS = "Dogs stay at home on all days but the last one before the summer."
FILL = [f"Rule number {n} of the house speaks of room {n} and of nothing else." for n in range(8)]


def items(*texts):
    return [
        {"kind": "item", "label": f"{number}.", "depth": 0, "text": text}
        for number, text in enumerate(texts, start=1)
    ]


def compared(old, new, **options):
    alignment = align(old, new)
    places = {"old": Places.of_nodes(old), "new": Places.of_nodes(new)}
    return redline(alignment, **places, **options)


def seen(shown):
    """Each row as the words that a reader sees: notes, label, text with + and - signs."""
    return [
        " ".join(
            [
                *(f"<{note.text}{' ' if note.link else ''}{note.link}>" for note in row.notes),
                row.label,
                "".join(text if op == "=" else f"[{op}{text}]" for op, text in row.words),
            ]
        ).strip()
        for block in shown.blocks
        if not block.is_folded
        for row in block.rows
    ]


def lines(shown):
    return [(str(told.change.sentence), told.anchor) for told in shown.changes]


def test_words_are_marked_inside_a_clause():
    shown = compared(items(KIND, MAIL), items(KIND, MAIL.replace("every single time", "always")))
    assert seen(shown) == [
        f"1. {KIND}",
        f"2. {MAIL}".replace("every single time", "[-every single time][+always]"),
    ]
    told = "Clause 2: changed. Removed “every single time”. Added “always”."
    assert lines(shown) == [(told, "c2")]


def below(parent, *children):
    """An item with others one step further in."""
    return [
        *items(parent),
        *(
            {**child, "depth": 1, "label": f"{chr(97 + n)}."}
            for n, child in enumerate(items(*children))
        ),
    ]


def test_what_stood_below_a_clause_that_is_gone_is_told_to_have_moved():
    old = [*below(KIND), *below(CHAT, *FILL[:3]), *below(DOGS)]
    new = [*below(KIND, *FILL[:3]), *below(DOGS)]
    told = " ".join(sentence for sentence, _anchor in lines(compared(old, new)))
    assert "moved" in told
    pairs = align(old, new).pairs
    assert ["moved" in pair.kinds for pair in pairs] == [False, True, True, True, False]


def test_what_stays_below_a_clause_that_was_joined_to_another_did_not_move():
    old = [*below(KIND), *below(CHAT, *FILL[:3])]
    new = below(f"{KIND} {CHAT}", *FILL[:3])
    assert not any("moved" in pair.kinds for pair in align(old, new).pairs)


def test_a_moved_clause_stands_once_with_links_both_ways():
    shown = compared(items(KIND, *FILL[:2], MAIL), items(*FILL[:2], MAIL, KIND))
    rows = [row for block in shown.blocks for row in block.rows]
    marker, moved = rows[0], rows[-1]
    assert (marker.form, marker.anchor) == ("marker", "w1")
    assert [(str(note.text), str(note.link), note.anchor) for note in marker.notes] == [
        ("Clause 1 stood here.", "It is now clause 4", "c4")
    ]
    assert [(str(note.text), str(note.link), note.anchor) for note in moved.notes] == [
        ("Moved, same words", "from clause 1", "w1")
    ]
    assert sum("Be kind" in text for text in seen(shown)) == 1


def test_neighbours_that_moved_together_share_a_marker():
    shown = compared(items(KIND, MAIL, *FILL[:4]), items(*FILL[:4], KIND, MAIL))
    markers = [row for block in shown.blocks for row in block.rows if row.form == "marker"]
    assert [(marker.anchor, marker.also) for marker in markers] == [("w1", ["w2"])]
    assert lines(shown) == [("2 clauses, 5 to 6 (were 1 to 2): moved.", "c5")]


def test_what_is_gone_stands_where_it_stood():
    shown = compared(items(KIND, MAIL, *FILL[:2]), items(KIND, *FILL[:2]))
    assert seen(shown)[1] == f"<Removed> 2. [-{MAIL}]"
    assert lines(shown) == [("Clause 2: removed.", "w2")]


def test_what_is_gone_stands_in_its_place_though_the_clause_before_it_moved():
    shown = compared(items(KIND, MAIL, *FILL[:5]), items(*FILL[:5], KIND))
    rows = [row.form for block in shown.blocks if not block.is_folded for row in block.rows]
    assert rows == ["marker", "removed", "kept"]


def test_a_split_clause_shows_no_words_as_changed():
    shown = compared(items(f"{MAIL} {CHAT}", KIND), items(MAIL, CHAT, KIND))
    assert seen(shown)[:2] == [
        f"<Split a part is now clause 2> 1. {MAIL}",
        f"<Split off from clause 1> 2. {CHAT}",
    ]
    assert lines(shown)[0] == ("Clause 1: split.", "c1")
    assert lines(shown)[1] == ("Clause 2: split off from clause 1.", "c2")


def test_joined_clauses_show_no_words_as_changed():
    shown = compared(items(MAIL, CHAT, KIND), items(f"{MAIL} {CHAT}", KIND))
    assert seen(shown)[:2] == [
        f"<Joined with what was clause 2> 1. {MAIL} {CHAT}",
        "<Clause 2 stood here. It is now a part of clause 1>",
    ]


def test_numbers_spaces_and_quotes_are_noise_beside_a_change():
    old = items(KIND, "The board's  rule holds for all who work here.", DOGS)
    new = items("Ask first, then act.", KIND, "The board’s rule holds for all who work here.", DOGS)
    shown = compared(old, new)
    assert (shown.shows_noise, shown.noise) == (False, 3)
    assert lines(shown) == [("Clause 1: added.", "c1")]
    loud = compared(old, new, noise=True)
    assert [str(told.change.sentence) for told in loud.changes][1:] == [
        "Clause 2 (was 1): renumbered.",
        "Clause 3 (was 2): other spaces, quotes or dashes.",
        "Clause 4 (was 3): renumbered.",
    ]
    assert seen(loud)[2] == (
        "<Was clause 2, same words> <Only spaces, quotes or dashes differ> 3. "
        "The [-board's  ][+board’s ]rule holds for all who work here."
    )


def test_noise_that_is_the_only_change_is_shown_unless_switched_off():
    old, new = items("The board's rule.", KIND), items("The board’s rule.", KIND)
    assert compared(old, new).shows_noise
    assert len(compared(old, new).changes) == 1
    assert compared(old, new, noise=False).changes == []


def test_without_noise_a_changed_clause_marks_no_quotes():
    old, new = (
        items("The board's rule holds for all staff."),
        items("The board’s rule holds for staff."),
    )
    assert seen(compared(old, new, noise=False)) == ["1. The board’s rule holds for [-all ]staff."]


def test_unchanged_text_is_folded_below_the_headings_of_what_changed():
    def text(last):
        return [
            {"kind": "heading", "level": 1, "text": "At school in the day"},
            *items(*FILL[:4]),
            {"kind": "heading", "level": 1, "text": "At home in the evening"},
            {"kind": "heading", "level": 2, "text": "On the phone and the like"},
            *items(*FILL[4:], last),
        ]

    shown = compared(text(KIND), text(f"{KIND} Always."))
    assert [(block.is_folded, len(block.rows)) for block in shown.blocks] == [
        (True, 5),
        (False, 1),
        (False, 1),
        (True, 4),
        (False, 1),
    ]
    whole = compared(text(KIND), text(f"{KIND} Always."), folds=False)
    assert not any(block.is_folded for block in whole.blocks)
    assert len(whole.blocks) == 12


def test_an_item_stays_in_view_above_a_changed_one_below_it():
    def text(last):
        return [
            *items(*FILL[:4], "All who write in the name of the school:"),
            {"kind": "item", "label": "a.", "depth": 1, "text": last},
        ]

    shown = compared(text(KIND), text(f"{KIND} Always."))
    assert [row.label for row in shown.excerpt] == ["5.", "a."]
    assert lines(shown) == [("Clause 5.a: changed. Added “Always.”", "c5.1")]


def test_how_many_clauses_are_the_same():
    shown = compared(items(KIND, MAIL, DOGS), items(KIND, f"{MAIL} Always.", CHAT))
    assert (shown.total, shown.same) == (3, 1)
    assert shown.counts == {"changed": 1, "added": 1, "removed": 1}


@pytest.mark.parametrize(
    ("passage", "name"),
    [
        (Passage("General", kind="heading"), "Heading “General”"),
        (Passage("Be kind.", "4.", "item"), "Clause 4"),
        (Passage("Two words", kind="row"), "Table row “Two words”"),
        (Passage("Two words"), "Paragraph “Two words”"),
    ],
)
def test_a_clause_is_named_by_what_it_is(passage, name):
    assert str(naming.called([passage], 0)) == name


def test_a_number_that_stands_under_several_headings_is_told_with_its_own():
    def text(last):
        return [
            {"kind": "heading", "level": 1, "text": "At school"},
            *items(KIND, MAIL),
            {"kind": "heading", "level": 1, "text": "At home"},
            *items(CHAT, last),
        ]

    shown = compared(text(DOGS), text(f"{DOGS} Always."))
    assert lines(shown) == [("Clause 2 under “At home”: changed. Added “Always.”", "c2.2")]


def test_a_space_beside_a_mark_is_noise_and_one_between_words_is_not():
    old = items("Within five (5)days, not now here at all.", KIND)
    marks = items("Within five(5) days, not now here at all.", f"{KIND} Always.")
    shown = compared(old, marks)
    assert [told.anchor for told in shown.changes] == ["c2"]
    assert seen(shown)[0] == "1. Within five(5) days, not now here at all."
    joined = items("Within five (5)days, not nowhere at all.", f"{KIND} Always.")
    assert [told.anchor for told in compared(old, joined).changes] == ["c1", "c2"]
