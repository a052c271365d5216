"""What is signed is in the language in which the policy was adopted, whatever its reader speaks."""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from django.urls import reverse

from policies.acknowledgments import printing, signing
from policies.acknowledgments.paper import printing as sheets
from policies.paper import printing as policy
from policies.paper import typesetting
from tests import another_language
from tests.factories.acknowledgments import codes, required, sign_in, signed
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db
SAID = "I, Lou Berg, have read policy 529, Phones, version 1, and agree to follow it."
MEANING = "Significa: Yo, Lou Berg"


@standing
def version(cast):
    version = published("529", "Phones", clauses=["Ask first."])
    required(version)
    return version


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    typesetting.stored.clear()


def languages(pdf):
    """Each structure element of the document that names its language: role and language."""
    document, found = pypdfium2.PdfDocument(pdf), []

    def said(read, element):
        size = read(element, None, 0)
        letters = ctypes.create_string_buffer(size)
        read(element, letters, size)
        return letters.raw.decode("utf-16-le").rstrip("\0")

    def walk(element):
        if spoken := said(pdfium.FPDF_StructElement_GetLang, element):
            found.append((said(pdfium.FPDF_StructElement_GetType, element), spoken))
        for number in range(pdfium.FPDF_StructElement_CountChildren(element)):
            if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, number):
                walk(child)

    trees = [pdfium.FPDF_StructTree_GetForPage(page) for page in document]
    for tree in trees:
        walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, 0))
        pdfium.FPDF_StructTree_Close(tree)
    document.close()
    return found


def test_the_statement_is_stored_in_the_language_of_the_policy(cast, version):
    with another_language.spoken():
        assert signed(cast.lou, version).statement == SAID
        assert signing.statement_of("Val Ortiz", version).startswith("I, Val Ortiz, have read")


def test_the_page_marks_its_language_and_tells_whom_it_is_foreign_to(
    client, cast, version, settings
):
    page = reverse("acknowledgments:sign", args=[version.assignments.get(person=cast.lou).pk])
    own = sign_in(client, cast.lou).get(page).content.decode()
    assert f'<p id="statement">{SAID}</p>' in own
    assert MEANING not in own
    spanish = client.get(page, headers={"Accept-Language": "es"}).content.decode()
    assert '<html lang="es"' in spanish
    assert f'<p id="statement" lang="en">{SAID}</p>' in spanish
    assert MEANING in spanish


def test_the_receipt_marks_the_language_of_the_statement(client, cast, version):
    page = reverse("acknowledgments:receipt", args=[signed(cast.lou, version).pk])
    shown = sign_in(client, cast.lou).get(page).content.decode()
    assert f"<span>{SAID}</span>" in shown


def test_printed_the_text_of_a_policy_says_its_language_on_a_page_in_another(cast, version):
    with another_language.spoken():
        found = languages(policy.version_pdf(version))
    assert ("H1", "en") in found
    assert ("L", "en") in found


def test_the_printed_receipt_says_the_language_of_the_statement(cast, version):
    signature = signed(cast.lou, version)
    with another_language.spoken():
        assert ("P", "en") in languages(printing.receipt_pdf(signature))


def test_a_sheet_says_the_language_of_the_statement(cast, version):
    requirement = version.policy.requirements.get()
    codes(requirement, cast.lou, by=cast.hana)
    rows = list(sheets.asked(requirement, by=cast.hana, people=[cast.lou]))
    for as_list in (False, True):
        with another_language.spoken():
            assert ("P", "en") in languages(sheets.sheets_pdf(rows, as_list=as_list))
