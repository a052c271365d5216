from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest  # noqa: TID251 – a name for the type
from django.utils.functional import SimpleLazyObject

from district_portal.demo import signins


def demo_signins(request: HttpRequest) -> dict[str, Any]:
    """The table of sign-ins, for the sign-in page of the demo only."""
    return {"demo_signins": SimpleLazyObject(signins.table)} if settings.DEMO else {}
