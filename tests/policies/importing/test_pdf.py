"""PDFs of our own making; the words are invented."""

import resource
import time
from collections import Counter

import pypdfium2
import pytest

from policies.importing import UnreadableFile, parse, pdf
from policies.importing.decoding import visible
from policies.importing.lines import NotAtOnceError
from tests.policies.importing.pdfs import pdf_of, pdf_of_one_stream, read_pdf, typeset, words_at
from tests.policies.importing.reading import dates, outline
from tests.shared import SHARED

REAL = sorted(SHARED.glob("policies/pdf/*.pdf"))
HEAD = """
#place(top + center, scope: "parent", float: true)[
  #text(size: 16pt, weight: "bold")[Policy 5123: Walking Trips] \\ Adopted: March 3, 2020]
"""
SENTENCE = (
    "Each difficult crossing is accompanied by experienced grown persons who notify the office "
    "of unforeseeable circumstances and telephone the families that are waiting. "
)
SHORT = (
    "Everybody who walks to the river brings water, a hat and the telephone number of the office."
)


def letters(text: str) -> Counter[str]:
    """Letters and signs, but for what the reader itself puts between cells and before items."""
    return Counter(sign for sign in visible(text) if not sign.isspace() and sign not in "|\u2022")


def printed(data: bytes) -> Counter[str]:
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return letters("".join(pages).replace("\ufffe", "-").replace("\x02", "-"))


def account(data: bytes) -> Counter[str]:
    parsed = read_pdf(data)
    clauses = [f"{node.label} {node.text}" for node in parsed.nodes]
    return letters(" ".join([*clauses, *parsed.meta, *parsed.dropped]))


def two_columns() -> bytes:
    return typeset(
        f"""#set text(size: 10pt, hyphenate: true)
        #set par(justify: true)
        {HEAD}
        = Purpose
        {SENTENCE * 12}
        == On the way
        + Teachers tell the principal.
        + Each group carries:
          + water,
          + a list of names.
        + Nobody runs.

        {SENTENCE * 30}
        """,
        page=", columns: 2",
    )


def test_columns_are_read_one_after_the_other_and_cut_words_are_whole():
    parsed = read_pdf(two_columns())
    assert (parsed.code, parsed.title) == ("5123", "Walking Trips")
    assert dates(parsed) == [("adopted", "2020-03-03")]
    assert outline(parsed) == [
        "heading0 Purpose",
        "para0 Each difficult",
        "heading0 On the",
        "item0 1. Teachers tell",
        "item0 2. Each group",
        "item1 1. water,",
        "item1 2. a list",
        "item0 3. Nobody runs.",
        "para0 Each difficult",
    ]
    assert parsed.nodes[1].text == (SENTENCE * 12).strip()
    assert parsed.nodes[-1].text == (SENTENCE * 30).strip()


def test_running_heads_and_page_numbers_are_set_aside_where_pages_are_only_two():
    parsed = read_pdf(
        typeset(
            f"= Policy 12.3: Kind Words\n{SENTENCE * 45}",
            page=", header: [Example Valley Schools], footer: context [Page "
            '#counter(page).display("1 of 1", both: true)]',
        )
    )
    assert [node.text for node in parsed.nodes] == [(SENTENCE * 45).strip()]
    assert {"Page 1 of 2", "Page 2 of 2", "Example Valley Schools"} <= set(parsed.dropped)


def test_the_rows_of_a_ruled_table_are_clauses_with_their_cells():
    parsed = read_pdf(
        typeset(
            f"""= Policy 12.3: Distances
            {SHORT}
            #table(columns: (1fr, 2fr), [*Grade*], [*Distance*],
              [One to three], [two kilometers, {SHORT}], [Four to six], [five kilometers])
            {SHORT}"""
        )
    )
    assert outline(parsed) == [
        "para0 Everybody who",
        "row0 Grade |",
        "row0 One to",
        "row0 Four to",
        "para0 Everybody who",
    ]
    assert parsed.nodes[2].text == f"One to three | two kilometers, {SHORT}"


def test_bold_made_by_printing_twice_is_one_heading():
    twice = words_at((72, 600, "Where To Walk"), size=11) + words_at((72, 600, "Where To Walk"))
    near = b"BT /F 11 Tf 72.4 600 Td (Where To Walk) Tj ET\n"
    parsed = read_pdf(
        pdf_of(
            words_at((72, 700, "Policy 12.3: Kind Words"), (72, 640, SHORT), (72, 580, SHORT))
            + twice
            + near
        )
    )
    assert outline(parsed) == ["para0 Everybody who", "heading0 Where To", "para0 Everybody who"]


def test_bullets_that_are_only_drawn_are_labels():
    square = b"78 %d 4 4 re f\n"
    parsed = read_pdf(
        pdf_of(
            words_at((72, 700, "Policy 12.3: Kind Words"), (72, 670, "Each group carries:"))
            + b"".join(square % height for height in (652, 622))
            + words_at((90, 650, SHORT), (90, 636, "and knows the way."), (90, 620, "A whistle."))
        )
    )
    assert outline(parsed) == [
        "para0 Each group",
        "item0 \u2022 Everybody who",
        "item0 \u2022 A whistle.",
    ]


def test_headings_are_known_by_size_and_by_a_rule_below_them():
    parsed = read_pdf(
        pdf_of(
            words_at((72, 740, "Policy 12.3: Kind Words"), size=16)
            + words_at((72, 700, "what it is for"), size=14)
            + words_at((72, 670, SHORT), (72, 640, "Who walks"), (72, 620, SHORT))
            + b"72 638 m 125 638 l S\n"
        )
    )
    assert outline(parsed) == [
        "heading0 what it",
        "para0 Everybody who",
        "heading0 Who walks",
        "para0 Everybody who",
    ]


def test_a_first_line_set_in_begins_a_paragraph():
    source = f"""= Policy 12.3: Kind Words
        #set par(first-line-indent: (amount: 1.5em, all: true), spacing: 0.65em, justify: true)
        {SENTENCE * 2}

        {SHORT} Nobody walks there alone.

        {SENTENCE * 3}"""
    assert len(read_pdf(typeset(source)).nodes) == 3


@pytest.mark.parametrize(
    "data",
    [
        two_columns(),
        typeset(f"= Policy 1.2: Offices\n{SENTENCE * 60}", page=', numbering: "1 / 1"'),
        pdf_of(words_at((72, 700, "Policy 12.3: Kind Words"), (72, 690, SHORT), (300, 650, "x"))),
    ],
    ids=["columns", "pages", "plain"],
)
def test_every_letter_is_accounted_for(data):
    assert account(data) == printed(data)


@pytest.mark.skipif(not REAL, reason="the real policies are not beside this clone")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_every_letter_of_a_real_pdf_is_accounted_for(path):
    found, source = account(path.read_bytes()), printed(path.read_bytes())
    assert found - source == Counter() or set(found - source) <= set("fil-")
    assert source - found == Counter() or set(source - found) <= set("fil-")


BUSY = 25
"""Seconds on a machine that runs much else; alone it takes under five."""
LOCKED = b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
    b"11" * 32,
    b"22" * 32,
)
PAGE = pdf_of(words_at((72, 700, "Policy 12.3: Kind Words"), (72, 690, SHORT)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf_of(b"0 0 0 rg 72 72 400 400 re f"), "pictures of pages"),
        (pdf_of(b"q Q", trailer=LOCKED), "password"),
        (PAGE[:300], "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 100, "damaged"),
        (pdf_of(*[b""] * 1_501), "1,500 pages"),
        (
            pdf_of(words_at(*[(9, height, "a" * 90) for height in range(9, 780)], size=1)),
            "far more",
        ),
    ],
    ids=["scanned", "locked", "cut off", "noise", "pages", "letters"],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data, words):
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match=words):
        read_pdf(data)
    assert time.monotonic() - started < BUSY


def test_a_file_that_keeps_the_reader_busy_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf, "PATIENCE", 1.0)
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="too long"):
        read_pdf(pdf_of(b"BT /F 9 Tf (aaaaaaaaaaaaaaa) Tj ET " * 2_000_000))
    assert time.monotonic() - started < BUSY


HEAVY = (b"BT /F 9 Tf (" + b"a" * 200 + b") Tj ET ") * 660_000


@pytest.mark.parametrize("before", [0, 29, 120])
@pytest.mark.thorough
def test_a_page_too_heavy_is_given_up_soon_wherever_it_stands(before):
    data = pdf_of(*[words_at((72, 700, "Policy 12.3"))] * before, HEAVY)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(UnreadableFile, match="too long"):
        pdf.extract(data)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = now.ru_utime + now.ru_stime - spent.ru_utime - spent.ru_stime
    assert used < pdf.PATIENCE / 2, "seconds of a processor"


SMALL_PRINT = words_at(*[(9, height, "abcdef") for height in range(9, 780)], size=1)


@pytest.mark.parametrize("pages", [400, 1_500])
def test_a_small_file_that_makes_long_work_is_not_read_at_once(pages):
    data = pdf_of_one_stream(pages, SMALL_PRINT)
    assert len(data) < 300_000
    started = time.monotonic()
    with pytest.raises(NotAtOnceError):
        pdf.extract(data, within=1.0)
    assert time.monotonic() - started < pdf.PATIENCE / 2


def test_lines_are_counted_while_they_are_read():
    data = pdf_of_one_stream(400, SMALL_PRINT)
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="50,000 lines"):
        pdf.extract(data)
    assert time.monotonic() - started < BUSY


@pytest.mark.skipif(not REAL, reason="the real policies are not beside this clone")
def test_a_real_pdf_says_what_its_text_says():
    """The text layer keeps no edges, so the words are compared and not where they are parted."""
    from_pdf = read_pdf(
        SHARED.joinpath("policies/pdf/westada-11-DownloadPolicyPDF1201.pdf").read_bytes()
    )
    from_text = parse(SHARED / "policies/westada-pdf-1201-nondiscrimination.txt")
    assert (from_pdf.code, from_pdf.title) == (from_text.code, from_text.title)
    assert from_pdf.dates == from_text.dates
    assert "".join(node.text for node in from_pdf.nodes).replace(" ", "") == "".join(
        node.text for node in from_text.nodes
    ).replace(" ", "")


def test_words_struck_through_are_told():
    kept = read_pdf(
        typeset(f"= Policy 12.3: Kind Words\n{SHORT}\n\nNobody #underline[runs] there.")
    )
    struck = read_pdf(typeset(f"= Policy 12.3: Kind Words\n#strike[{SHORT}]\n\nNobody runs there."))
    assert kept.doubts == []
    assert ["struck through" in doubt.message for doubt in struck.doubts] == [True]
