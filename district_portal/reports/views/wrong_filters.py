from __future__ import annotations

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render

from accounts.signed_in import SignedInRequest


def wrong(request: SignedInRequest, form: BaseForm, heading: str) -> HttpResponse:
    """The page while a filter is wrong: what is wrong, and no row, figure, file or reminder."""
    context = {"filter_form": form, "heading": heading, "everything": request.path}
    return render(request, "reports/wrong_filters.html", context)
