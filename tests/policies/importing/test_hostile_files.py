"""Files that are wrong, broken or made to do harm: one clear sentence, within five seconds."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from policies.importing import UnreadableFile, extract, parse
from policies.importing.kinds import LARGEST, LARGEST_OF_ALL
from policies.importing.word import package
from tests.policies.importing.word.building import (
    NAMES,
    document,
    listed,
    paragraph,
    relationships,
    run,
    zipped,
)

PATIENCE = 5.0
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
"""The first bytes of the container of old Office files, and of those under a password."""


def stored(parts: dict[str, bytes]) -> bytes:
    """A zip in which nothing is compressed, so that no ratio gives it away."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_text(body: bytes) -> bytes:
    head = f"<w:document {NAMES}><w:body>".encode()
    return stored({"word/document.xml": head + body + b"</w:body></w:document>"})


def bomb() -> bytes:
    """A hundred megabytes of nothing in a tenth of one."""
    return zipped({"word/document.xml": b"<" + b" " * (100 * 1024 * 1024)})


def lying_bomb() -> bytes:
    """A part that says it is small and unpacks to a hundred megabytes."""
    data = bytearray(zipped({"word/document.xml": b" " * (100 * 1024 * 1024)}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rfind(signature) + at
        data[place : place + 4] = struct.pack("<I", 1000)
    return bytes(data)


def laughs() -> bytes:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    text = f"<!DOCTYPE x [{entities}]><w:document {NAMES}><w:body><w:p><w:r><w:t>&m;</w:t></w:r>"
    return zipped({"word/document.xml": f"{text}</w:p></w:body></w:document>"})


def outsider(system: str) -> bytes:
    text = (
        f'<!DOCTYPE x [<!ENTITY secret SYSTEM "{system}">]><w:document {NAMES}><w:body>'
        "<w:p><w:r><w:t>&secret;</w:t></w:r></w:p></w:body></w:document>"
    )
    return zipped({"word/document.xml": text})


def locked() -> bytes:
    """A Word document in a zip whose parts are under a password."""
    data = bytearray(document(paragraph("Text.")))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def many_parts() -> bytes:
    return zipped({f"{number}.xml": b"" for number in range(package.MOST_PARTS + 1)})


FILES = {
    "a bomb": (bomb, "a.docx", "far more text|unpacked safely"),
    "a bomb that lies": (lying_bomb, "a.docx", "damaged"),
    "a bomb of ten megabytes": (
        lambda: zipped({"word/document.xml": b"<a>" + b" " * 10_000_000}),
        "a.docx",
        "unpacked safely",
    ),
    "too many parts": (many_parts, "a.docx", "far more parts"),
    "too many tags": (lambda: with_text(b"<w:p/>" * 900_000), "a.docx", "far more text"),
    "billion laughs": (laughs, "a.docx", "damaged|unpacked safely"),
    "an entity of this machine": (
        lambda: outsider("file:///etc/passwd"),
        "a.docx",
        "unpacked safely",
    ),
    "an entity of the net": (
        lambda: outsider("http://127.0.0.1:9/x"),
        "a.docx",
        "unpacked safely",
    ),
    "a document cut in half": (
        lambda: cut(document(paragraph("Text."))),
        "a.docx",
        "damaged",
    ),
    "XML cut in half": (
        lambda: zipped({"word/document.xml": f"<w:document {NAMES}><w:body>"}),
        "a.docx",
        "damaged",
    ),
    "nested beyond reason": (
        lambda: with_text(b"<w:sdt><w:sdtContent>" * 50_000),
        "a.docx",
        "damaged",
    ),
    "no text part": (
        lambda: zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": relationships()}),
        "a.docx",
        "holds no text",
    ),
    "no body": (
        lambda: zipped({"word/document.xml": f"<w:document {NAMES}/>"}),
        "a.docx",
        "holds no text",
    ),
    "an Excel file by another name": (
        lambda: zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}),
        "a.docx",
        "Excel",
    ),
    "an OpenDocument file by another name": (
        lambda: zipped({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"}),
        "a.docx",
        "OpenDocument",
    ),
    "any zip by another name": (lambda: zipped({"a.txt": "Text."}), "a.docx", "zip file"),
    "an old Word file by another name": (
        lambda: COMPOUND + "WordDocument".encode("utf-16-le") + bytes(900),
        "a.docx",
        "old Word file",
    ),
    "a Word file under a password": (
        lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le") + bytes(900),
        "a.docx",
        "password",
    ),
    "a zip under a password": (locked, "a.docx", "password"),
    "text by another name": (lambda: b"Only text.", "a.docx", "no Word document"),
    "a picture by another name": (
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(2000),
        "a.txt",
        "picture",
    ),
    "a photo by another name": (lambda: b"\xff\xd8\xff\xe0" + bytes(2000), "a.md", "picture"),
    "a program by another name": (lambda: b"MZ\x90\x00" + bytes(2000), "a.txt", "program"),
    "rich text by another name": (lambda: b"{\\rtf1 Text.}", "a.txt", "rich text"),
    "a hundred megabytes of text": (lambda: b"a " * 50_000_000, "a.txt", "larger than 50 MB"),
    "six megabytes of text": (lambda: b"a " * 3_000_000, "a.txt", "larger than 5 MB"),
    "a hundred megabytes of document": (
        lambda: stored({"word/media/a.png": bytes(100_000_000)}),
        "a.docx",
        "larger than 50 MB",
    ),
    "more lines than a library": (lambda: b"1. a\n" * 60_000, "a.txt", "50,000 lines"),
}


@pytest.mark.parametrize("what", FILES)
def test_it_is_refused_in_a_sentence_and_in_time(what):
    make, name, words = FILES[what]
    data = make()
    start = time.monotonic()
    with pytest.raises(UnreadableFile, match=words) as refused:
        parse(data, name)
    assert time.monotonic() - start < PATIENCE
    assert str(refused.value).endswith((".", "!", "."))


@pytest.mark.parametrize("piece", [" ", "1", "(a ", "1.", "a    b", "ABC ", "\t"])
def test_one_endless_line_is_read_in_time(piece):
    start = time.monotonic()
    parse(f"a{piece * 30_000}b".encode(), "a.txt")
    assert time.monotonic() - start < PATIENCE


def test_names_in_a_zip_lead_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    body = f"<w:body>{paragraph('Text.')}</w:body>"
    parts = {
        "../../evil.txt": "x",
        "/etc/evil": "x",
        "word/document.xml": f"<w:document {NAMES}>{body}</w:document>",
        "word/_rels/document.xml.rels": relationships(
            styles="../../../../etc/passwd", numbering="/etc/evil", header1="../../evil.txt"
        ),
    }
    with pytest.raises(UnreadableFile, match="damaged"):
        extract(zipped(parts), "a.docx")
    assert list(tmp_path.iterdir()) == []


def test_macros_do_not_matter():
    data = document(paragraph("Text."))
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/vbaProject.bin", COMPOUND)
    assert extract(file.getvalue(), "a.docm").text == "Text."


def test_a_word_document_by_another_name_is_read_as_one():
    assert extract(document(paragraph("Text.")), "a.txt").text == "Text."


def test_numbers_beyond_reason_are_read_as_such():
    wild = '<w:start w:val="99999999999999999999999999"/><w:numFmt w:val="upperRoman"/>'
    definition = (
        f'<w:lvl w:ilvl="-7">{wild}</w:lvl><w:lvl w:ilvl="0">{wild}<w:lvlText w:val="%1."/></w:lvl>'
    )
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{definition}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = listed("Text.") + listed("Deep.", 99_999_999_999) + listed("None.", 0, 77)
    assert "Text." in extract(document(body, numbering=numbering), "a.docx").text


def test_styles_that_turn_in_a_circle_are_read():
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{two}"/></w:style>'
        for one, two in (("A", "B"), ("B", "A"))
    )
    body = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr>' + run("Text.") + "</w:p>"
    styles = f"<w:styles {NAMES}>{circle}</w:styles>"
    assert extract(document(body, styles=styles), "a.docx").text == "Text."


def test_the_largest_of_all_is_the_largest_of_any_kind():
    assert max(LARGEST.values()) == LARGEST_OF_ALL
