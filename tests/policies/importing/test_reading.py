import pytest

from policies.importing import UnreadableFile, extract, parse
from policies.importing.kinds import LARGEST
from tests.policies.importing.reading import read_words


def read(source, name):
    return extract(source, name).lines


def test_a_byte_order_mark_and_foreign_line_ends_are_no_text():
    lines = read(b"\xef\xbb\xbfOne\r\nTwo\r\n\r\nThree", "a.txt")
    assert [(line.text, line.gap) for line in lines] == [("One", 0), ("Two", 0), ("Three", 1)]


def test_a_file_of_an_old_western_computer_is_read():
    assert read("Ca\xf1on \x96 staff\x92s".encode("latin-1"), "a.txt")[0].text == "Cañon – staff’s"


def test_a_file_in_two_byte_letters_is_read():
    assert read("Staff’s rights".encode("utf-16"), "a.txt")[0].text == "Staff’s rights"


def test_lines_end_at_line_ends_only():
    assert [line.text for line in read("one\u2028two\x1cthree".encode(), "a.txt")] == [
        "one twothree"
    ]


def test_a_form_feed_begins_a_page():
    lines = read(b"one\ftwo\nthree", "a.txt")
    assert [(line.text, line.page) for line in lines] == [("one", 0), ("two", 1), ("three", 1)]


def test_soft_hyphens_and_hard_spaces_are_seen_as_a_reader_sees_them():
    assert read("re\u00adquire\u00a0consent".encode(), "a.txt")[0].text == "require consent"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"text", "a.pdf", "no PDF"),
        (b"text", "a.csv", "can’t be read"),
        (b"abc\x00def" * 50, "a.txt", "no text file"),
        (b"", "a.txt", "no text"),
        (b" \n\t\n", "a.txt", "no text"),
        (b"====\n----\n", "a.txt", "no text"),
        (b"text", "a.docx", "no Word document"),
        (b"a" * (LARGEST["text"] + 1), "a.txt", "5 MB"),
        (b"1. a\n" * 60_000, "a.txt", "50,000 lines"),
    ],
)
def test_what_is_no_policy_is_refused_with_a_reason(data, name, words):
    with pytest.raises(UnreadableFile, match=words):
        parse(data, name)


def test_a_missing_file_is_refused_by_its_name(tmp_path):
    with pytest.raises(UnreadableFile, match=r"gone\.txt"):
        parse(tmp_path / "gone.txt")


def test_a_text_that_looks_like_markdown_is_read_as_such():
    parsed = read_words("# Staff Conduct\n\nAll staff *must* be kind.\n\n## Duties\n\nNone.\n")
    assert parsed.title == "Staff Conduct"
    assert [(node.kind, node.text) for node in parsed.nodes] == [
        ("para", "All staff must be kind."),
        ("heading", "Duties"),
        ("para", "None."),
    ]
