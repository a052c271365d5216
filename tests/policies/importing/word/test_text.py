"""What is taken out of a Word document, what is left out, and what a person is told."""

import re
from collections import Counter

import pytest
from lxml import etree

from policies.importing import UnreadableFile, extract, parse
from policies.importing.word.package import Package
from tests.policies.importing.test_account import account, letters
from tests.policies.importing.word.building import (
    NAMES,
    document,
    level,
    listed,
    numbering,
    paragraph,
    run,
    style,
    styled,
    styles,
    zipped,
)

CHANGES = (
    paragraph(
        run("The limit is "),
        '<w:ins w:author="A">' + run("ten ") + "</w:ins>",
        '<w:del w:author="A"><w:r><w:delText>six </w:delText></w:r></w:del>',
        run("school days."),
    )
    + paragraph('<w:moveFrom w:author="A">' + run("Moved words.") + "</w:moveFrom>")
    + paragraph(
        run("Joined "),
        properties='<w:rPr><w:del w:author="A"/></w:rPr>',
    )
    + paragraph(run("together."))
    + paragraph('<w:moveTo w:author="A">' + run("Moved words.") + "</w:moveTo>")
)


def found(body: str, **parts: str):
    return extract(document(body, **parts), "a.docx")


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in found(body, **parts).lines]


def test_tracked_changes_are_read_as_accepted_and_told():
    told = found(CHANGES)
    assert [line.text for line in told.lines] == [
        "The limit is ten school days.",
        "Joined together.",
        "Moved words.",
    ]
    assert told.dropped == ["six"]
    [doubt] = told.doubts
    assert "insertions 1, deletions 2, moved passages 1" in doubt.message
    assert parse(document(CHANGES), "a.docx").doubts[0].message == doubt.message


def test_moved_words_that_did_not_arrive_are_shown_as_left_out():
    body = paragraph("Here.") + paragraph("<w:moveFrom>" + run("Gone astray.") + "</w:moveFrom>")
    assert found(body).dropped == ["Gone astray."]


def test_a_deleted_row_is_left_out_and_an_inserted_one_is_in():
    def row(words: str, change: str) -> str:
        cells = "".join(f"<w:tc>{paragraph(word)}</w:tc>" for word in words.split())
        return f"<w:tr><w:trPr><w:{change}/></w:trPr>{cells}</w:tr>"

    told = found(f"<w:tbl>{row('Old row', 'del')}{row('New row', 'ins')}</w:tbl>")
    assert [line.text for line in told.lines] == ["New | row"]
    assert told.dropped == ["Old", "row"]
    assert "insertions 1, deletions 1" in told.doubts[0].message


def test_comments_are_counted_and_shown_as_left_out():
    comment = f"<w:comments {NAMES}><w:comment>{paragraph('Is this so?')}</w:comment></w:comments>"
    told = found(paragraph("Text."), comments=comment)
    assert told.dropped == ["Is this so?"]
    assert "comments by reviewers (1)" in told.doubts[0].message


def test_hidden_words_are_left_out_and_told():
    told = found(paragraph(run("Seen "), run("unseen", "<w:vanish/>"), run("words.")))
    assert [line.text for line in told.lines] == ["Seen words."]
    assert told.dropped == ["unseen"]
    assert "hidden words (1 passages)" in told.doubts[0].message


def test_a_table_is_read_row_by_row():
    def cell(*paragraphs: str) -> str:
        return f"<w:tc>{''.join(paragraphs)}</w:tc>"

    steps = numbering(level(0, "decimal", "%1."))
    table = (
        f"<w:tbl><w:tr>{cell(paragraph('Step'))}"
        f"{cell(paragraph('Who'), paragraph('and when'))}</w:tr>"
        f"<w:tr>{cell(listed('Ask'))}{cell(paragraph('Staff'))}</w:tr>"
        f"<w:tr>{cell(listed('Wait'))}{cell(paragraph(''))}</w:tr>"
        f"<w:tr>{cell(paragraph(''))}{cell(paragraph(''))}</w:tr></w:tbl>"
    )
    lines = found(paragraph("Steps") + table, numbering=steps).lines
    assert [line.cells for line in lines[1:]] == [
        ("Step", "Who and when"),
        ("1. Ask", "Staff"),
        ("2. Wait", ""),
    ]
    parsed = parse(document(paragraph("A Title") + table, numbering=steps), "a.docx")
    assert [node.kind for node in parsed.nodes] == ["row"] * 3


def test_a_table_inside_a_cell_keeps_its_words():
    inner = (
        f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    )
    outer = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>"
    assert texts(outer) == ["a | b | c"]


def test_a_frame_of_one_cell_is_text_like_any_other():
    body = f"<w:tbl><w:tr><w:tc>{paragraph('One.')}{paragraph('Two.')}</w:tc></w:tr></w:tbl>"
    assert texts(body) == ["One.", "Two."]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert texts(paragraph(run("Before."), drawing)) == ["Before.", "In the box."]


def test_a_sign_that_only_older_programs_find_is_read():
    sign = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx '
        'xmlns:w16se="urn:x"/></mc:Choice><mc:Fallback><w:t>\u263a</w:t></mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )
    assert texts(paragraph(run("Smile "), sign)) == ["Smile \u263a"]


def test_footnotes_stand_below_the_paragraph_that_names_them():
    notes = (
        f'<w:footnotes {NAMES}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="4">{paragraph("Only on school days.")}</w:footnote>'
        f'<w:footnote w:id="5">{paragraph("Never used.")}</w:footnote></w:footnotes>'
    )
    reference = '<w:r><w:footnoteReference w:id="4"/></w:r>'
    told = found(
        paragraph(run("Staff drive"), reference, run(".")) + paragraph("The end."), footnotes=notes
    )
    assert [line.text for line in told.lines] == [
        "Staff drive[1].",
        "[1] Only on school days.",
        "The end.",
    ]
    assert told.dropped == ["Never used."]


def test_the_words_of_links_and_fields_are_read_and_their_codes_are_not():
    underlined = run("the law", '<w:u w:val="single"/>')
    link = f'<w:hyperlink r:id="x">{underlined}</w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("12")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr="REF x">{run(" (above)")}</w:fldSimple>'
    told = found(paragraph(run("See "), link, run(", page "), field, simple, run(".")))
    assert [(line.text, line.bold) for line in told.lines] == [
        ("See the law, page 12 (above).", False)
    ]
    assert told.dropped == []


def test_tabs_breaks_and_hyphens_read_as_printed():
    signs = (
        "<w:r><w:t>Code:</w:t><w:tab/><w:t>529</w:t><w:br/><w:t>co</w:t><w:softHyphen/>"
        "<w:t>operate re</w:t><w:noBreakHyphen/><w:t>use\u00a0it</w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    )
    lines = found(paragraph(signs)).lines
    assert [line.text for line in lines] == ["Code:\t529", "cooperate re-use it\u2713"]
    assert [(line.joined, line.whole) for line in lines] == [(True, False), (False, True)]


def test_running_heads_are_left_out_and_shown():
    head = f"<w:hdr {NAMES}>{paragraph('Example District')}</w:hdr>"
    foot = f"<w:ftr {NAMES}>{paragraph('Page 1 of 3')}</w:ftr>"
    told = found(paragraph("Text."), header1=head, header2=head, footer1=foot)
    assert (texts(paragraph("Text.")), told.dropped) == (
        ["Text."],
        ["Example District", "Page 1 of 3"],
    )


def test_a_code_in_the_running_head_is_offered_where_the_text_has_none():
    head = f"<w:hdr {NAMES}>{paragraph('Example District')}{paragraph('Policy 401.15')}</w:hdr>"
    body = paragraph("Staff Networks") + paragraph("The staff shall be kind to all people.")
    parsed = parse(document(body, header1=head), "a.docx")
    [doubt] = [doubt for doubt in parsed.doubts if doubt.about == "code"]
    assert (parsed.code, doubt.suggestion) == (None, "401.15")
    assert "The head of its pages says 401.15." in doubt.message


def test_a_table_of_contents_is_left_out_and_shown():
    entries = styles(style("TOC1", "", "toc 1"))
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    control = (
        f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{paragraph('Contents')}</w:sdtContent>"
        "</w:sdt>"
    )
    told = found(control + styled("Purpose 1", "TOC1") + paragraph("Text."), styles=entries)
    assert [line.text for line in told.lines] == ["Text."]
    assert told.dropped == ["Contents", "Purpose 1"]


def test_a_field_that_nobody_filled_in_holds_no_text():
    def control(properties: str) -> str:
        return (
            f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run('Click here')}"
            "</w:sdtContent></w:sdt>"
        )

    told = found(paragraph(run("Date: "), control("<w:showingPlcHdr/>")) + paragraph(control("")))
    assert [line.text for line in told.lines] == ["Date:", "Click here"]
    assert told.dropped == ["Click here"]


def test_headings_are_known_by_their_style_in_any_language():
    parts = styles(
        style("berschrift1", "", "heading 1"),
        style("Titel", "", "Title"),
        style("Mein", '<w:basedOn w:val="berschrift1"/>'),
        style("Fett", "<w:rPr><w:b/></w:rPr>"),
    )
    outline = '<w:outlineLvl w:val="1"/>'
    long = "The superintendent shall see to it that every member of the staff knows of this. "
    body = (
        styled("Staff Conduct", "Titel")
        + styled("Purpose", "berschrift1")
        + styled("Scope", "Mein")
        + styled(long * 2, "berschrift1")
        + paragraph("Duties", properties=outline)
        + styled("Bold", "Fett")
    )
    lines = found(body, styles=parts).lines
    assert [line.level for line in lines] == [1, 1, 1, 0, 2, 0]
    assert [line.bold for line in lines] == [False] * 5 + [True]


def test_room_between_paragraphs_is_seen_whether_empty_lines_or_spacing_make_it():
    spaced = '<w:spacing w:before="240"/>'
    body = (
        paragraph("One.")
        + paragraph("Two.")
        + paragraph("")
        + paragraph("Three.")
        + paragraph("Four.", properties=spaced)
    )
    told = found(body)
    assert [line.gap for line in told.lines] == [0, 0, 1, 1]
    assert told.text == "One.\nTwo.\n\nThree.\n\nFour."
    rows = told.text.split("\n")
    assert [rows[line.number] for line in told.lines] == [line.text for line in told.lines]


def test_a_document_of_pictures_says_so():
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    with pytest.raises(UnreadableFile, match="only pictures"):
        found(paragraph(picture))
    assert "pictures (1)" in found(paragraph(picture, run("Text."))).doubts[0].message


def test_a_strict_document_is_read_too():
    transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    root = f"<w:document {NAMES}><w:body>{paragraph('Text.')}</w:body></w:document>"
    data = zipped({"word/document.xml": root.replace(transitional, strict)})
    assert extract(data, "a.docx").text == "Text."


def test_every_letter_of_a_document_is_kept_or_shown_as_left_out():
    head = f"<w:hdr {NAMES}>{paragraph('Example District')}</w:hdr>"
    body = CHANGES + "".join(listed(f"Item {depth};", depth) for depth in (0, 1, 1, 0))
    data = document(
        body,
        header1=head,
        numbering=numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2.")),
    )
    told, parsed = extract(data, "a.docx"), parse(data, "a.docx")
    assert account(parsed) == letters(told.text) + letters(" ".join(told.dropped))
    labels = letters("".join(line.label for line in told.lines))
    assert account(parsed) == written(data) + labels - letters("Movedwords.")


def written(data: bytes) -> Counter[str]:
    """Every letter in the parts of a document, as the XML has it."""
    package = Package(data)
    roots = [package.xml(name) for name in ("word/document.xml", "word/header1.xml")]
    found = [
        re.sub(r"\s", "", etree.tostring(root, method="text", encoding="unicode")) for root in roots
    ]
    return letters("".join(found))
