"""PDFs made in a test: set by a typesetter, or written sign by sign to be hostile."""

import zlib

import typst

from policies.importing import Parsed, parse


def typeset(source: str, *, page: str = "") -> bytes:
    """Answer the PDF of `source`, written for the typesetter."""
    return typst.compile(f'#set page(paper: "us-letter"{page})\n{source}'.encode())


def read_pdf(data: bytes) -> Parsed:
    return parse(data, "policy.pdf")


def pdf_of(*contents: bytes, trailer: bytes = b"") -> bytes:
    """Answer a PDF with a page for each stream of drawing orders; fonts are /F, and /B in bold."""
    pages = [5 + 2 * number for number in range(len(contents))]
    objects = _frame(pages)
    for page, content in zip(pages, contents, strict=True):
        objects += [_page(page + 1), _stream(content)]
    return _file(objects, trailer)


def pdf_of_one_stream(pages: int, content: bytes) -> bytes:
    """Answer a small PDF with many `pages`, all drawn by one and the same stream of orders."""
    numbers = [6 + number for number in range(pages)]
    return _file([*_frame(numbers), _stream(content), *[_page(5)] * pages])


def _frame(pages: list[int]) -> list[bytes]:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % page for page in pages)),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
    ]


def _page(content: int) -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
        b" /Resources << /Font << /F 3 0 R /B 4 0 R >> >> >>" % content
    )


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<< /Length %d /Filter /FlateDecode >>" % len(packed)
    return b"%s\nstream\n%s\nendstream" % (head, packed)


def _file(objects: list[bytes], trailer: bytes = b"") -> bytes:
    body = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(places))
    size = b"<< /Size %d /Root 1 0 R %s >>" % (len(objects) + 1, trailer)
    return b"%s%strailer\n%s\nstartxref\n%d\n%%%%EOF" % (body, table, size, len(body))


def words_at(*lines: tuple[int, int, str], font: str = "F", size: int = 11) -> bytes:
    """Answer drawing orders for `lines`: left edge, height above the page's foot, words."""
    return b"".join(
        f"BT /{font} {size} Tf {left} {height} Td ({words}) Tj ET\n".encode("cp1252")
        for left, height, words in lines
    )
