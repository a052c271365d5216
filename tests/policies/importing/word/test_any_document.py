"""Any nesting of what Word knows is read, and no word of it is lost."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.importing import UnreadableFile, extract, parse
from tests.policies.importing.test_account import account, letters
from tests.policies.importing.word.building import (
    document,
    level,
    numbering,
    style,
    styles,
    zipped,
)

HOLDERS = (
    *("p", "r", "ins", "del", "moveTo", "moveFrom", "hyperlink", "sdt", "sdtContent", "tbl", "tr"),
    *("tc", "smartTag", "fldSimple", "txbxContent", "pict", "customXml", "object"),
)
EMPTY = (
    *("tab", "br", "softHyphen", "noBreakHyphen", "cr", "footnoteReference", "altChunk", "sym"),
    *('fldChar w:fldCharType="begin"', 'fldChar w:fldCharType="separate"', "sectPr", "pPr"),
    'fldChar w:fldCharType="end"',
)
PROPERTIES = (
    '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>',
    '<w:numPr><w:numId w:val="x"/></w:numPr>',
    '<w:pStyle w:val="H"/>',
    "<w:rPr><w:del/></w:rPr>",
    '<w:ind w:left="-720" w:hanging="1e9"/>',
    "<w:outlineLvl/>",
    "",
)
WORDS = st.sampled_from(["1. ", "The staff ", "shall.", "Adopted: May 1, 2020", "x", " "])
LEAVES = (
    WORDS.map(lambda words: f"<w:r><w:t>{words}</w:t></w:r>")
    | WORDS.map(lambda words: f"<w:r><w:delText>{words}</w:delText></w:r>")
    | st.sampled_from(EMPTY).map(lambda name: f"<w:{name}/>")
    | st.sampled_from(PROPERTIES).map(lambda inner: f"<w:pPr>{inner}</w:pPr>")
)


def held(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, inner: f"<w:{name}>{''.join(inner)}</w:{name}>",
        st.sampled_from(HOLDERS),
        st.lists(children, max_size=4),
    )


PARAGRAPHS = st.lists(st.recursive(LEAVES, held, max_leaves=12), max_size=4).map(
    lambda found: f"<w:p>{''.join(found)}</w:p>"
)
BODIES = st.lists(PARAGRAPHS | held(PARAGRAPHS), max_size=6).map("".join)
PARTS = {
    "numbering": numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)")),
    "styles": styles(style("H", "", "heading 1")),
}


@settings(max_examples=120, deadline=None)
@given(BODIES)
def test_any_document_is_read_and_accounted_for_or_refused(body):
    data = document(body, **PARTS)
    with suppress(UnreadableFile):
        told, parsed = extract(data, "a.docx"), parse(data, "a.docx")
        assert account(parsed) == letters(told.text) + letters(" ".join(told.dropped))
        rows = told.text.split("\n")
        assert all(rows[line.number] == line.text for line in told.lines)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["word/document.xml", "word/styles.xml", "x"]))
def test_any_bytes_in_a_part_are_read_or_refused(data, name):
    parts: dict[str, str | bytes] = {"word/document.xml": "<x/>", name: data}
    with suppress(UnreadableFile):
        extract(zipped(parts), "a.docx")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_changed_byte_does_no_harm(place, byte):
    data = bytearray(document("<w:p><w:r><w:t>Text.</w:t></w:r></w:p>", **PARTS))
    data[place % len(data)] = byte
    with suppress(UnreadableFile):
        extract(bytes(data), "a.docx")


def test_every_word_of_a_tangle_is_kept_or_dropped():
    """The words stand in the XML in any order of holders that Word itself may write."""
    inner = "<w:r><w:t>aa</w:t></w:r>"
    body = "".join(
        f"<w:p><w:{name}>{inner}</w:{name}></w:p>"
        for name in ("ins", "del", "hyperlink", "smartTag", "fldSimple", "moveFrom", "customXml")
    )
    body += "<w:unheard><w:r><w:t>aa</w:t></w:r></w:unheard>"
    told = extract(document(body), "a.docx")
    assert letters(told.text) + letters("".join(told.dropped)) == Counter("aa" * 8)
