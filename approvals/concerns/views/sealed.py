"""Where what is sealed can't be opened, a page says so instead of failing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from approvals.concerns.sealing import SealedError

View = Callable[..., HttpResponseBase]


def told_when_sealed(view: View) -> View:
    """Answer with a plain page when the environment lacks the key of a concern."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except SealedError:
            status = HTTPStatus.SERVICE_UNAVAILABLE
            return render(request, "concerns/sealed.html", status=status)

    return guarded
