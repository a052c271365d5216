"""Files that are wrong, broken or made to do harm, whatever they are sent to."""

from __future__ import annotations

import gzip
from functools import cache

from tests.district_portal.setup.pictures import bomb as picture_bomb
from tests.district_portal.setup.pictures import photograph, picture
from tests.forms.typing import File
from tests.policies.importing.test_hostile_files import FILES
from tests.policies.importing.word.building import document, paragraph, zipped

MEGABYTE = 1024 * 1024
XML = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
SHEET = b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
NAMES = ("../../etc/passwd", "a\0.docx", "x" * 4000 + ".pdf", "", "a\u202egnp.exe", "CON", ".csv")


def workbook(sheet: bytes, *, strings: bytes = b"<sst/>") -> bytes:
    """An Excel file with just so much in it as makes one of it."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": "<Relationships/>",
            "xl/workbook.xml": "<workbook><sheets><sheet name='a'/></sheets></workbook>",
            "xl/sharedStrings.xml": strings,
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def one_pdf_in_circles() -> bytes:
    """Its pages are below themselves."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999999>>endobj\n"
        b"trailer<</Root 1 0 R/Size 9999999999>>\nstartxref\n99999999999\n%%EOF"
    )


@cache
def hostile_files() -> dict[str, File]:
    """What it is → the file."""
    documents = {what: File(name, make()) for what, (make, name, _words) in FILES.items()}
    svg = XML + b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>&e;</svg>"
    bare = picture()
    return documents | {
        "a picture that unpacks to gigabytes": File("a.png", picture_bomb()),
        "a picture cut in half": File("a.jpg", photograph()[: len(photograph()) // 2]),
        "a picture without its end": File("a.png", bare[:-20]),
        "a picture with a page behind it": File("a.png", bare + b"<script>alert(1)</script>"),
        "a drawing with a script": File("a.svg", svg, "image/svg+xml"),
        "a drawing by another name": File("a.png", svg, "image/png"),
        "a page by another name": File("a.png", b"<html><script>alert(1)</script>", "image/png"),
        "a picture of a million frames": File("a.gif", b"GIF89a\xff\xff\xff\xff\0\0\0" * 50_000),
        "a PDF in circles": File("a.pdf", one_pdf_in_circles(), "application/pdf"),
        "a PDF cut in half": File("a.pdf", b"%PDF-1.7\n1 0 obj<</Length 99999999>>stream\nx"),
        "a PDF of brackets": File("a.pdf", b"%PDF-1.7\n1 0 obj" + b"[" * MEGABYTE),
        "a sheet that unpacks to much": File("a.xlsx", workbook(SHEET + b" " * 100 * MEGABYTE)),
        "a sheet of this machine": File("a.xlsx", workbook(SHEET, strings=XML + b"<sst>&e;</sst>")),
        "a sheet without an end": File("a.xlsx", workbook(SHEET)),
        "a zip in a zip": File("a.zip", zipped({"a.zip": zipped({"a": b"\0" * MEGABYTE})})),
        "names that lead elsewhere": File("a.zip", zipped({"../../a.csv": "a,b\n1,2\n"})),
        "something packed": File("a.csv.gz", gzip.compress(bytes(50 * MEGABYTE))),
        "a line of quotes": File("a.csv", b'"' * MEGABYTE, "text/csv"),
        "a million columns": File("a.csv", b"," * MEGABYTE + b"\n1\n", "text/csv"),
        "lines of nothing": File("a.csv", b"\n" * MEGABYTE, "text/csv"),
        "a sheet of NULs": File("a.csv", b"a,b\n\0,\0\n" * 1000, "text/csv"),
        "no text in any encoding": File("a.csv", bytes(range(128, 256)) * 1000, "text/csv"),
        "a document by a strange type": File("a.docx", document(paragraph("x")), "a/b\r\nX: y"),
        "nothing": File("a.txt", b""),
        **{f"the name {name[:20]!r}": File(name, bare) for name in NAMES},
    }
