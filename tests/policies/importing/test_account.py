"""Nothing is lost: kept, head, foot and dropped together are the file."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.importing import Parsed, UnreadableFile, parse
from policies.importing.decoding import decode, visible
from tests.policies.importing.reading import TEXTS
from tests.shared import SHARED

REAL = sorted(SHARED.glob("policies/**/*.txt")) + sorted(SHARED.glob("seeds/*.txt"))
OWN = sorted(TEXTS.iterdir())

PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## Title",
            "**bold**",
            "*",
            "_x_",
            "> ",
            "| a | b |",
            "| --- | --- |",
            "---",
            "====",
        ),
        *(
            "1. ",
            "2. ",
            "a. ",
            "(i) ",
            "i. ",
            "\u2022 ",
            "- ",
            "1.1 ",
            "Section 2: ",
            "ARTICLE I",
            "#. ",
        ),
        *("LEGAL REF.: ", "CROSS REFS: ", "(cf. 5117 - Name)", "#529, Title", "20 USC 1681; "),
        *("ADOPTED: April 18, 2011", "Revised 2/10/10", "Status: ", "Pending", "Code: GBEE"),
        *(
            "The board shall ",
            "see policy 504.6 ",
            "words and more words ",
            "Title Case Words",
            "CAPITALS",
        ),
        *(
            "[a](b)",
            "&nbsp;",
            "<br>",
            "<!-- Page 2 -->",
            "\\*",
            "`x`",
            "[1] ",
            "*note",
            "\u00a0",
            "\u00ad",
        ),
        *(
            "\n",
            "\n\n",
            "\n\n\n",
            "   ",
            "\t",
            "\f",
            "\r\n",
            "\u2028",
            ".",
            ":",
            ";",
            ",",
            "(",
            ")",
            "12",
        ),
    ]
)
FILES = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200)


def letters(text: str) -> Counter[str]:
    return Counter(letter for letter in visible(text) if not letter.isspace())


def account(parsed: Parsed) -> Counter[str]:
    clauses = [f"{node.label} {node.text}" for node in parsed.nodes]
    return letters(" ".join([*clauses, *parsed.meta, *parsed.dropped]))


def is_in_order(parsed: Parsed, source: str) -> bool:
    """Whether the letters of the clauses stand in the source in the same order."""
    rest = iter("".join(visible(source).split()))
    kept = "".join(f"{node.label}{node.text}" for node in parsed.nodes)
    return all(letter in rest for letter in "".join(kept.split()))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_every_letter_of_our_texts_is_accounted_for(path):
    parsed, source = parse(path), decode(path.read_bytes())
    assert account(parsed) == letters(source)
    assert is_in_order(parsed, source)


@pytest.mark.skipif(not REAL, reason="the real policies are not beside this clone")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_every_letter_of_real_policies_is_accounted_for(path):
    parsed, source = parse(path), decode(path.read_bytes())
    assert account(parsed) == letters(source)
    assert is_in_order(parsed, source)
    assert parsed.nodes


@settings(max_examples=300, deadline=None)
@given(FILES, st.sampled_from(["a.txt", "a.md"]))
def test_any_text_is_read_or_refused_and_nothing_of_it_is_lost(text, name):
    try:
        parsed = parse(text.encode("utf-8", "surrogatepass"), name)
    except UnreadableFile:
        return
    assert account(parsed) == letters(decode(text.encode("utf-8", "surrogatepass")))
    assert all(node.kind in ("heading", "para", "item", "cont", "row") for node in parsed.nodes)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    try:
        parse(data, "a.txt")
    except UnreadableFile as refused:
        message = str(refused)
        assert message, data
