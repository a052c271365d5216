from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from district_portal.permissions import needs
from policies.paper import printing, writing
from policies.paper.typesetting import NotSetError
from policies.views.reading import at_todays_address, version_or_404

TEXT = "text/plain; charset=utf-8"


@needs("policies.read", guests=True)
@at_todays_address
def fingerprinted(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The very text that the fingerprint is of, so that anyone can compute it again."""
    shown = version_or_404(request, slug, number)
    return _file(shown.canonical_text.encode(), f"{slug}-v{number}-fingerprinted.txt", TEXT)


@needs("policies.read", guests=True)
@at_todays_address
def plain(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as a text file for people, which can be imported again."""
    shown = version_or_404(request, slug, number)
    return _file(writing.text_file(shown).encode(), f"{slug}-v{number}.txt", TEXT)


@needs("policies.read", guests=True)
@at_todays_address
def pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as an accessible PDF."""
    shown = version_or_404(request, slug, number)
    try:
        made = printing.version_pdf(shown)
    except NotSetError as refused:
        messages.error(request, str(refused))
        return redirect(shown)
    return _file(made, f"{slug}-v{number}.pdf", "application/pdf")


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )
