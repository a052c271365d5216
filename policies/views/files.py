from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.log import log_response

from district_portal.permissions import needs
from policies.paper import printing, writing
from policies.paper.taking_turns import BusyError
from policies.paper.typesetting import NotSetError
from policies.views.reading import at_todays_address, version_or_404

TEXT = "text/plain; charset=utf-8"
RETRY_AFTER = 60
"""Seconds after which a PDF may be asked for again."""


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
    except BusyError:
        text = reverse("policies:plain", args=[slug, number])
        return busy(request, back=shown.get_absolute_url(), text=text)
    except NotSetError as refused:
        messages.error(request, str(refused))
        return redirect(shown)
    return _file(made, f"{slug}-v{number}.pdf", "application/pdf")


def busy(request: HttpRequest, *, back: str, text: str = "") -> HttpResponse:
    """Many PDFs are being made: come again in a minute, or take `text`, where there is one."""
    context = {"back_url": back, "text_url": text, "again_url": request.get_full_path()}
    answer = render(request, "policies/busy.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    answer["Retry-After"] = str(RETRY_AFTER)
    log_response(
        "Busy, come again: %s", request.path, response=answer, request=request, level="info"
    )
    return answer


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )
