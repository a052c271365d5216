from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from policies.acknowledgments.models import Sheet
from policies.acknowledgments.paper import scanning
from tests.factories.acknowledgments import codes, required
from tests.factories.policies import published
from tests.standing import standing


def a_pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"


def a_picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 50), 200).save(out, kind)
    return out.getvalue()


def scanned(name: str = "sheet.pdf") -> scanning.Scanned:
    return scanning.read(a_pdf(), name=name)


def uploaded(content: bytes | None = None, name: str = "sheet.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_pdf() if content is None else content)


def printed(requirement, *people, by) -> list[Sheet]:
    """The sheets of `people`, in their order."""
    return [Sheet.objects.get(code=code) for code in codes(requirement, *people, by=by)]


@standing
def version(cast):
    return published("529", "Staff Use of Social Media")


@standing
def requirement(cast, version):
    return required(version, people=[cast.lou, cast.gus, cast.val, cast.hana])


@standing
def sheet(cast, requirement):
    """Lou's, as Hana printed it."""
    return printed(requirement, cast.lou, by=cast.hana)[0]
