"""Labels alone are ambiguous; together with their neighbours they aren't."""

import pytest

from policies.importing.labels import roman, split_label, to_letters, to_roman
from tests.policies.importing.reading import labels, read_words

HEAD = "440 Staff Conduct\n\nAll staff shall know the following.\n\n"


def lines(*texts: str) -> str:
    return HEAD + "\n".join(texts)


def test_i_is_a_letter_after_h():
    letters = [f"{letter}. Some text here." for letter in "abcdefghij"]
    found = labels(read_words(lines("The rules are:", *letters)))
    assert found == [f"{letter}.0" for letter in "abcdefghij"]


def test_i_is_a_number_below_an_item_that_introduces_it():
    text = lines("1. First:", "a. one thing:", "i. this", "ii. that", "b. another", "2. Second")
    assert labels(read_words(text)) == ["1.0", "a.1", "i.2", "ii.2", "b.1", "2.0"]


def test_a_list_inside_a_list_of_the_same_style_without_indents():
    inner = ("1. one", "2. two", "3. three", "4. four")
    text = lines("1. First", "2. Second, which includes:", *inner, "3. Third", "4. End")
    assert labels(read_words(text)) == [
        *("1.0", "2.0"),
        *("1.1", "2.1", "3.1", "4.1"),
        *("3.0", "4.0"),
    ]


def test_a_label_alone_on_its_line_takes_the_next_line():
    parsed = read_words(lines("The rules are:", "1.", "Be kind.", "2.", "Be on time."))
    assert [(node.label, node.text) for node in parsed.nodes[2:]] == [
        ("1.", "Be kind."),
        ("2.", "Be on time."),
    ]


def test_a_number_printed_twice_is_kept_and_told():
    parsed = read_words(
        lines("1. One thing", "2. Two things", "3. Three things", "3. Four things", "4. Five")
    )
    assert labels(parsed) == ["1.0", "2.0", "3.0", "3.0", "4.0"]
    assert any("printed twice" in doubt.message for doubt in parsed.doubts)


def test_a_missing_number_is_told():
    parsed = read_words(lines("1. One thing", "2. Two things", "4. Four things", "5. Five things"))
    assert labels(parsed) == ["1.0", "2.0", "4.0", "5.0"]
    assert [doubt.message for doubt in parsed.doubts] == ["The number before 4. is missing."]


def test_a_list_goes_on_after_a_paragraph_that_continues_its_item():
    parsed = read_words(
        lines("1. One thing", "", "More of one thing.", "", "2. Two things", "", "The end.")
    )
    assert [(node.kind, node.depth) for node in parsed.nodes[1:]] == [
        ("item", 0),
        ("cont", 0),
        ("item", 0),
        ("para", 0),
    ]


def test_an_enumeration_inside_a_sentence_stays_there():
    text = "1. Staff may (1) read, (2) write and (iii) answer\n2. Staff may not shout"
    assert labels(read_words(HEAD + text)) == ["1.0", "2.0"]


def test_a_number_at_the_start_of_a_wrapped_line_is_no_label():
    text = (
        "The plan was written by the board in winter; it hangs in each room from room 1 to room\n"
        "12. The board reads it again each winter and tells all staff what has been changed in it\n"
        "and why, so that nobody is surprised by it when the year of which it speaks has come to\n"
        "an end and the next one begins.\n"
    )
    parsed = read_words("440 Staff Conduct\n\n" + text)
    assert len(parsed.nodes) == 1
    assert "to room 12. The board" in parsed.nodes[0].text


def test_printed_ones_are_counted_for_the_reader():
    parsed = read_words(
        "# Rules\n\n1. a thing\n1. b thing\n   1. c thing\n   1. d thing\n1. e thing\n", "a.md"
    )
    assert [(node.label, node.shown_label, node.depth) for node in parsed.nodes] == [
        ("1.", "1.", 0),
        ("1.", "2.", 0),
        ("1.", "1.", 1),
        ("1.", "2.", 1),
        ("1.", "3.", 0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A student may",
        "I am here",
        "12 Month Period",
        "Section 504 of the Act",
        "P.O. Box 7",
        "U.S. law",
    ],
)
def test_words_are_no_labels(text):
    assert split_label(text) is None


def test_roman_numbers_there_and_back():
    assert [roman(to_roman(number)) for number in range(1, 90)] == list(range(1, 90))
    assert roman("iiii") == 0
    assert [to_letters(number) for number in (1, 26, 27)] == ["a", "z", "aa"]
