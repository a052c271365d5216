"""The labels that Word prints before paragraphs stand nowhere in the file: they are counted."""

import pytest

from policies.importing import extract, parse
from policies.importing.word.counting import written
from tests.policies.importing.word.building import (
    anew,
    document,
    level,
    listed,
    numbering,
    paragraph,
    style,
    styled,
    styles,
    uses,
)

OUTLINE = "".join(
    (
        level(0, "upperRoman", "%1."),
        level(1, "upperLetter", "%2."),
        level(2, "decimal", "%3."),
        level(3, "lowerLetter", "%4."),
        level(4, "lowerRoman", "(%5)"),
    )
)
LEGAL = "".join(
    (
        level(0, "upperRoman", "Article %1"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
)


def labels(data: bytes) -> list[str]:
    return [line.label for line in extract(data, "a.docx").lines]


def test_five_kinds_of_numbers_inside_each_other():
    body = "".join(
        listed(f"Words {depth}", depth) for depth in (0, 1, 2, 2, 3, 3, 4, 4, 1, 2, 0, 1)
    )
    assert labels(document(body, numbering=numbering(OUTLINE))) == [
        *("I.", "A.", "1.", "2.", "a.", "b.", "(i)", "(ii)", "B.", "1.", "II.", "A."),
    ]


def test_legal_numbers_are_figures_all_through():
    body = "".join(listed("Words", depth) for depth in (0, 1, 1, 2, 2, 0, 1, 2))
    assert labels(document(body, numbering=numbering(LEGAL))) == [
        *("Article I", "1.1", "1.2", "1.2.1", "1.2.2", "Article II", "2.1", "2.1.1"),
    ]


def test_text_between_two_items_does_not_end_their_list():
    body = listed("One") + paragraph("Between them.") + listed("Two")
    found = extract(document(body, numbering=numbering(OUTLINE)), "a.docx")
    assert found.text == "I.\tOne\nBetween them.\nII.\tTwo"


def test_two_lists_of_one_kind_count_on_unless_one_begins_anew():
    lists = {1: uses(0), 2: uses(0), 3: uses(0, anew(0, 1)), 4: uses(0, anew(0, 8))}
    body = "".join(listed("Words", 0, number) for number in (1, 1, 2, 3, 3, 4, 4, 1))
    single = level(0, "decimal", "%1)")
    assert labels(document(body, numbering=numbering(single, lists=lists))) == [
        *("1)", "2)", "3)", "1)", "2)", "8)", "9)", "10)"),
    ]


def test_a_list_may_bring_a_level_of_its_own():
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "(%1)", start=3)}</w:lvlOverride>'
    lists = {1: uses(0), 2: uses(0, other)}
    body = listed("One") + listed("Other", 0, 2)
    single = level(0, "decimal", "%1.")
    found = labels(document(body, numbering=numbering(single, lists=lists)))
    assert found == ["1.", "(b)"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["1.", "a.", "i.", "b.", "i.", "2.", "a.", "i."]),
        ('<w:lvlRestart w:val="0"/>', ["1.", "a.", "i.", "b.", "ii.", "2.", "a.", "iii."]),
        ('<w:lvlRestart w:val="1"/>', ["1.", "a.", "i.", "b.", "ii.", "2.", "a.", "i."]),
        ('<w:lvlRestart w:val="2"/>', ["1.", "a.", "i.", "b.", "i.", "2.", "a.", "i."]),
    ],
)
def test_a_level_begins_anew_after_those_that_it_names(restart, expected):
    definition = "".join(
        (
            level(0, "decimal", "%1."),
            level(1, "lowerLetter", "%2."),
            level(2, "lowerRoman", "%3.", restart),
        )
    )
    body = "".join(listed("Words", depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2))
    assert labels(document(body, numbering=numbering(definition))) == expected


def test_a_list_may_start_with_any_number():
    definition = level(0, "decimal", "Section %1:", start=5)
    body = listed("Words") + listed("Words")
    found = labels(document(body, numbering=numbering(definition)))
    assert found == ["Section 5:", "Section 6:"]


def test_bullets_are_shown_as_printed():
    definition = "".join(
        (
            level(0, "bullet", "\uf0b7"),
            level(1, "bullet", "o"),
            level(2, "bullet", "\uf0a7"),
            level(3, "bullet", "\u2013"),
            level(4, "bullet", "\uf0e0"),
        )
    )
    body = "".join(listed("Words", depth) for depth in range(5))
    data = document(body, numbering=numbering(definition))
    assert labels(data) == ["•", "o", "▪", "–", "•"]
    assert [node.label for node in parse(data, "a.docx").nodes] == ["•", "o", "▪", "–", "•"]


def test_a_list_without_numbers_prints_none():
    definition = level(0, "none", "") + level(1, "decimal", "%2.")
    body = listed("Bare") + listed("Counted", 1)
    assert labels(document(body, numbering=numbering(definition))) == ["", "1."]


def test_a_paragraph_may_leave_the_list_of_its_style():
    base = style("Item", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = styled("In", "Item") + styled("Out", "Item", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    data = document(body, styles=styles(base), numbering=numbering(OUTLINE))
    assert labels(data) == ["I.", ""]


def test_numbers_come_from_a_style_and_from_what_it_is_based_on():
    definition = (
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="Heading1"/>')
        + level(1, "upperLetter", "%2.", '<w:pStyle w:val="Heading2"/>')
        + level(2, "decimal", "%3.")
    )
    listed_style = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    third = '<w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr>'
    parts = styles(
        style("Heading1", listed_style, "heading 1"),
        style("Heading2", listed_style, "heading 2"),
        style("Mine", '<w:basedOn w:val="Heading2"/>'),
        style("Deep", f'<w:basedOn w:val="Heading1"/>{third}'),
    )
    names = ("Heading1", "Heading2", "Mine", "Deep", "Heading1")
    body = "".join(styled("Words", name) for name in names)
    found = extract(document(body, styles=parts, numbering=numbering(definition)), "a.docx")
    assert [line.label for line in found.lines] == ["I.", "A.", "B.", "1.", "II."]
    assert [line.level for line in found.lines] == [1, 2, 2, 1, 1]


def test_a_list_may_lead_to_a_list_style():
    outline = f'<w:styleLink w:val="Outline"/>{OUTLINE}'
    link = '<w:numStyleLink w:val="Outline"/>'
    parts = styles(
        style("Outline", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering")
    )
    lists = {1: uses(0), 2: uses(1)}
    body = "".join(listed("Words", depth, number=2) for depth in (0, 1, 1, 2))
    data = document(body, styles=parts, numbering=numbering(outline, link, lists=lists))
    assert labels(data) == ["I.", "A.", "B.", "1."]


def test_an_empty_item_is_counted_and_shown_as_left_out():
    body = listed("One") + listed("") + listed("Three")
    found = extract(document(body, numbering=numbering(OUTLINE)), "a.docx")
    assert [line.label for line in found.lines] == ["I.", "III."]
    assert found.dropped == ["II."]


def test_a_deeper_level_stands_deeper_even_where_it_is_not_set_in():
    body = "".join(listed(f"Words of {depth}.", depth) for depth in (0, 1, 2, 2, 1, 0))
    parsed = parse(document(body, numbering=numbering(OUTLINE)), "a.docx")
    assert [node.depth for node in parsed.nodes] == [0, 1, 2, 2, 1, 0]


def test_a_label_that_no_reader_knows_stays_a_label():
    body = listed("first words of it.") + listed("second words of it.")
    definition = level(0, "decimal", "A-%1")
    parsed = parse(document(body, numbering=numbering(definition)), "a.docx")
    assert [(node.label, node.text) for node in parsed.nodes] == [
        ("A-1", "first words of it."),
        ("A-2", "second words of it."),
    ]


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("upperRoman", 1994, "MCMXCIV"),
        ("upperRoman", 5000, "5000"),
        ("lowerLetter", 27, "aa"),
        ("lowerLetter", 0, "0"),
        ("decimalZero", 7, "07"),
        ("ordinal", 22, "22nd"),
        ("ordinal", 113, "113th"),
        ("cardinalText", 12, "Twelve"),
        ("ordinalText", 3, "Third"),
        ("decimalEnclosedParen", 4, "(4)"),
        ("chicago", 6, "††"),
        ("none", 4, ""),
        ("aiueo", 4, "4"),
    ],
)
def test_a_number_is_written_in_its_form(form, number, expected):
    assert written(number, form) == expected
