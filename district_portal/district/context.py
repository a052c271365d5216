from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest  # noqa: TID251


def district(request: HttpRequest) -> dict[str, Any]:
    """The district, and whether this is the demo."""
    return {
        "district": getattr(request, "district", None),
        "demo": settings.DEMO,
    }
