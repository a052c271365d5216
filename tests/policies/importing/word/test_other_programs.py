"""Documents that other programs write, read beside what those programs print themselves."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO

import docx
import pytest

from policies.importing import extract, parse
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
from tests.policies.importing.word.test_numbering import LEGAL, OUTLINE

SOFFICE = shutil.which("lowriter") and shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice Writer was found")


def everything() -> bytes:
    """A document with each kind of list."""
    legal = LEGAL.replace('"upperRoman"', '"decimal"')
    headed = '<w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="5"/></w:numPr></w:pPr>'
    parts = styles(
        style("Heading1", headed.format(0), "heading 1"),
        style("Heading2", headed.format(1), "heading 2"),
    )
    headings = level(0, "upperRoman", "%1.", '<w:pStyle w:val="Heading1"/>') + level(
        1, "upperLetter", "%2.", '<w:pStyle w:val="Heading2"/>'
    )
    single = level(0, "decimal", "%1)")
    lists = {1: uses(0), 2: uses(1), 3: uses(2), 4: uses(2, anew(0, 8)), 5: uses(3)}
    row = f"<w:tr><w:tc>{paragraph('left')}</w:tc><w:tc>{paragraph('right')}</w:tc></w:tr>"
    body = "".join(
        (
            *(listed("Words", depth) for depth in (0, 1, 2, 2, 3, 3, 4, 4, 1, 2, 0, 1)),
            paragraph("Between the lists."),
            *(listed("Words", depth, 2) for depth in (0, 1, 1, 2, 2, 0, 1, 2)),
            *(listed("Words", 0, number) for number in (3, 3, 4, 4)),
            *(styled("Words", f"Heading{depth}") for depth in (1, 2, 2, 1, 2)),
            f"<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{row}</w:tbl>",
            paragraph("The end."),
        )
    )
    definitions = (OUTLINE, legal, single, headings)
    return document(body, styles=parts, numbering=numbering(*definitions, lists=lists))


def convert(data: bytes, folder, kind: str) -> bytes:
    """What LibreOffice makes of a document."""
    (folder / "in.docx").write_bytes(data)
    out = folder / "out"
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    subprocess.run(
        [SOFFICE, home, "--headless", "--convert-to", kind, "--outdir", out, folder / "in.docx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return next(out.iterdir()).read_bytes()


@needs_libreoffice
def test_labels_are_those_that_libreoffice_prints(tmp_path):
    printed = convert(everything(), tmp_path, "txt:Text (encoded):UTF8").decode("utf-8-sig")
    read = extract(everything(), "a.docx").text.replace(" | ", "\n")
    assert _words(read) == _words(printed)


@needs_libreoffice
def test_what_libreoffice_saves_is_read_alike(tmp_path):
    saved = convert(everything(), tmp_path, "docx")
    assert _words(extract(saved, "a.docx").text) == _words(extract(everything(), "a.docx").text)


def _words(text: str) -> list[list[str]]:
    return [line.split() for line in text.split("\n") if line.strip()]


def test_a_document_of_python_docx_becomes_a_policy():
    made = docx.Document()
    made.add_heading("Staff Use of Social Media", 0)
    made.add_paragraph("Code: 529")
    made.add_heading("Purpose", 1)
    made.add_paragraph("The board wants the staff to be kind. They shall:")
    for text in ("be kind;", "be honest."):
        made.add_paragraph(text, style="List Number")
    made.add_heading("Scope", 1)
    made.add_paragraph("All staff", style="List Bullet")
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Form", "529-E"
    made.add_paragraph("Adopted: April 18, 2011")
    file = BytesIO()
    made.save(file)
    parsed = parse(file.getvalue(), "a.docx")
    assert (parsed.title, parsed.code) == ("Staff Use of Social Media", "529")
    assert [(node.kind, node.label, node.text) for node in parsed.nodes] == [
        ("heading", "", "Purpose"),
        ("para", "", "The board wants the staff to be kind. They shall:"),
        ("item", "1.", "be kind;"),
        ("item", "2.", "be honest."),
        ("heading", "", "Scope"),
        ("item", "•", "All staff"),
        ("row", "", "Form | 529-E"),
    ]
    assert [date.iso for date in parsed.dates] == ["2011-04-18"]
