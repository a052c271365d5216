"""A version as an accessible PDF: its words, their order, its structure, its look."""

from __future__ import annotations

import ctypes
import time

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from policies.paper import printing, typesetting
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    typesetting.stored.clear()


def words(pdf):
    """Everything that the document says, page by page, in the order in which it is read."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(pages).replace("\u00a0", " ").split())


def tags(pdf):
    """The roles of its structure, page by page, each with what it holds: ("L", [("LI", …)])."""
    document = pypdfium2.PdfDocument(pdf)

    def role(element):
        size = pdfium.FPDF_StructElement_GetType(element, None, 0)
        name = ctypes.create_string_buffer(size)
        pdfium.FPDF_StructElement_GetType(element, name, size)
        children = [
            pdfium.FPDF_StructElement_GetChildAtIndex(element, number)
            for number in range(pdfium.FPDF_StructElement_CountChildren(element))
        ]
        return (
            name.raw.decode("utf-16-le").rstrip("\0"),
            [role(child) for child in children if child],
        )

    trees = [pdfium.FPDF_StructTree_GetForPage(page) for page in document]
    found = [role(pdfium.FPDF_StructTree_GetChildAtIndex(tree, 0)) for tree in trees]
    for tree in trees:
        pdfium.FPDF_StructTree_Close(tree)
    document.close()
    return found


def roles(element):
    """The role of an element and of everything in it, in order, as one string."""
    name, children = element
    return " ".join([name, *map(roles, children)])


MIXED = [
    {"kind": "heading", "level": 1, "label": "I.", "text": "Purpose"},
    {"kind": "para", "text": "Everyone, including those at “El Niño” – see § 12 and ¶ 3."},
    ("1.", "Be kind."),
    {"kind": "item", "depth": 1, "label": "•", "text": "On paper."},
    {"kind": "item", "depth": 2, "label": "(iv)", "text": "In ink."},
    {"kind": "cont", "depth": 0, "text": "Kindness goes first."},
    ("Section 12.3 –", "Ask first."),
    {"kind": "heading", "level": 3, "text": "Fees"},
    {"kind": "row", "text": "Who | What"},
    {"kind": "row", "text": "Teams | Nothing"},
]


def test_every_clause_stands_in_it_in_order():
    version = published("529", "Staff Networks", clauses=MIXED)
    said = words(printing.version_pdf(version))
    places = [said.index(f"{node.get('label', '')} {node['text']}".strip().replace(" | ", " "))
              if isinstance(node, dict) else said.index(" ".join(node))
              for node in MIXED]  # fmt: skip
    assert places == sorted(places)


def test_labels_are_printed_as_they_are_and_never_counted_anew():
    version = published("529", "Staff Networks", clauses=[("7.", "Be kind."), ("7.", "Ask first.")])
    said = words(printing.version_pdf(version))
    assert "7. Be kind. 7. Ask first." in said
    assert "8." not in said


def test_the_head_tells_code_version_dates_board_and_fingerprint():
    version = published(
        "529",
        "Staff Networks",
        dates=[{"type": "adopted", "iso": "2011-04-18", "printed": "April 18, 2011"}],
        legal_refs=[{"group": "Statutes", "text": "118.125"}],
        cross_refs=[{"code": "511", "title": "Conduct"}],
    )
    said = words(printing.version_pdf(version))
    for told in (
        "Policy 529, version 1",
        "In force from",
        "Adopted April 18, 2011",
        "Legal references Statutes 118.125",
        "Cross references #511, Conduct",
        "/policies/529/v1/",
        version.sha256,
        "Page 1 of 1",
    ):
        assert told in said


def test_it_is_tagged_named_and_in_a_language():
    pdf = printing.version_pdf(published("529", "Staff Networks"))
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_dict()["Title"] == "Staff Networks"
    document.close()
    assert b"/Lang(en)" in pdf
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid:part" in pdf


def test_sections_lists_and_tables_are_what_they_look_like_to_those_who_hear_them():
    (page,) = tags(printing.version_pdf(published("529", "Staff Networks", clauses=MIXED)))
    heard = roles(page)
    assert heard.count("H1") == 1
    assert "H2 " in heard
    assert "H3 " in heard
    assert heard.count("Table") == 1
    assert heard.count("TH ") == 2
    outer = next(child for child in page[1] if child[0] == "L")
    assert [name for name, _ in outer[1]] == ["LI", "LI"]
    assert roles(outer).count("LBody") == 4
    assert roles(outer).count("Lbl") == 3
    assert roles(outer[1][0]).index("L LI") < roles(outer[1][0]).rindex("P")


def test_headings_are_bookmarks_under_the_title():
    pdf = printing.version_pdf(published("529", "Staff Networks", clauses=MIXED))
    document = pypdfium2.PdfDocument(pdf)
    marks = [(mark.level, mark.get_title().replace("\u00a0", " ")) for mark in document.get_toc()]
    document.close()
    assert marks[:3] == [(0, "Staff Networks"), (1, "I.  Purpose"), (2, "Fees")]


def test_a_long_table_repeats_its_head_on_every_page():
    rows = [{"kind": "row", "text": "Who pays | How much"}]
    rows += [{"kind": "row", "text": f"Team {number} | {number} dollars"} for number in range(150)]
    pdf = printing.version_pdf(published("529", "Fees", clauses=rows))
    pages = len(tags(pdf))
    assert pages >= 3
    assert words(pdf).count("Who pays How much") >= pages - 1


def test_words_are_never_taken_for_the_language_of_the_page():
    traps = r'#strong[x] $a$ \ @ref <l> *b* _c_ `d` // e /* f */ = g [h] {i} #read("/etc/passwd")'
    version = published(
        "529", "#panic() *Networks*", clauses=[("#x", traps), ("-", "= Not a head")]
    )
    pdf = printing.version_pdf(version)
    said = words(pdf)
    assert traps in said
    assert "#panic() *Networks*" in said
    assert "= Not a head" in said


def test_a_character_that_no_font_has_is_shown_by_its_number():
    version = published("529", "Staff Networks", clauses=["Say 漢 and \uf0b7 and ✓ and ☐."])
    assert "Say [U+6F22] and [U+F0B7] and ✓ and ☐." in words(printing.version_pdf(version))


def test_a_version_no_longer_in_force_says_so():
    first = published("529", "Staff Networks")
    published("529", "Staff Networks", clauses=["Be very kind."])
    first.refresh_from_db()
    assert "No longer in force." in words(printing.version_pdf(first))


def test_the_same_version_gives_the_same_bytes():
    version = published("529", "Staff Networks", clauses=MIXED)
    assert printing.version_pdf(version) == printing.version_pdf(version)


def test_depth_has_no_end_that_breaks_a_page():
    steps = [
        {"kind": "item", "depth": depth, "label": "–", "text": f"Step {depth}."}
        for depth in range(16)
    ]
    said = words(printing.version_pdf(published("529", "Stairs", clauses=steps)))
    assert [f"Step {depth}." in said for depth in range(16)] == [True] * 16


def test_what_takes_too_long_is_given_up_with_a_word_on_what_to_do(monkeypatch):
    monkeypatch.setattr(typesetting, "SECONDS", 0.01)
    with pytest.raises(typesetting.NotSetError, match="text file instead"):
        printing.version_pdf(published("529", "Staff Networks"))


def test_a_manual_of_sixty_thousand_words_is_set_in_time():
    sentence = "The staff member reports every account to a supervisor before its first use. " * 3
    clauses = [(f"{number}.", sentence) for number in range(1, 1540)]
    version = published("1", "Manual", clauses=clauses)
    started = time.monotonic()
    pdf = printing.version_pdf(version)
    assert time.monotonic() - started < typesetting.SECONDS
    assert "1539. The staff member" in words(pdf)


def test_a_pdf_is_made_while_the_broker_is_away(broker_away):
    assert "Be kind." in words(printing.version_pdf(published("529", "Staff Networks")))
