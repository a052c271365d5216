"""What is kept as a scan is told by its content; its name can do no harm."""

from __future__ import annotations

import pytest

from policies.acknowledgments.models import Scan
from policies.acknowledgments.paper import scanning
from tests.policies.acknowledgments.paper.conftest import a_pdf, a_picture


@pytest.mark.parametrize(
    ("content", "kind"),
    [(a_pdf(), Scan.Kind.PDF), (a_picture(), Scan.Kind.PNG), (a_picture("JPEG"), Scan.Kind.JPEG)],
)
def test_a_pdf_a_jpeg_and_a_png_are_kept_byte_for_byte(content, kind):
    scan = scanning.read(content, name="sheet")
    assert (scan.kind, scan.content) == (kind, content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 a program named sheet.pdf",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a" + b"\0" * 40,
        b"%PDF-1.7\nno end",
        a_picture()[:-20],
        a_picture("JPEG")[:-40],
        b"\x89PNG\r\n\x1a\n",
        a_picture("WEBP"),
    ],
)
def test_what_only_calls_itself_a_pdf_is_refused(content):
    with pytest.raises(scanning.ScanError, match="no PDF, JPEG or PNG"):
        scanning.read(content, name="sheet.pdf")


def test_a_file_that_is_too_large_and_a_picture_of_too_many_dots_are_refused(monkeypatch):
    with pytest.raises(scanning.ScanError, match="larger than 10 MB"):
        scanning.read(a_pdf() + b"\0" * scanning.MOST_BYTES, name="sheet.pdf")
    monkeypatch.setattr(scanning, "MOST_PIXELS", 1999)
    with pytest.raises(scanning.ScanError, match="too many dots"):
        scanning.read(a_picture(), name="sheet.png")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\scans\\Lou Berg.PDF", "Lou_Berg.pdf"),
        ("..", "scan.pdf"),
        ("", "scan.pdf"),
        ('a"; filename="b.exe', "a_filenameb.pdf"),
        ("sheet\r\nX-Evil: 1.pdf", "sheet_X-Evil_1.pdf"),
        ("a" * 400 + ".pdf", "a" * 100 + ".pdf"),
        ("page.html", "page.pdf"),
    ],
)
def test_a_name_is_only_a_name_and_ends_as_its_content_does(name, safe):
    assert scanning.read(a_pdf(), name=name).name == safe


def test_a_pdf_that_is_locked_with_a_password_is_refused():
    locked = a_pdf().replace(b"startxref", b"trailer <</Encrypt 2 0 R>>\nstartxref")
    with pytest.raises(scanning.ScanError, match="locked"):
        scanning.read(locked, name="sheet.pdf")
