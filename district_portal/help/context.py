from __future__ import annotations

from django.http import HttpRequest  # noqa: TID251

from district_portal.help import choosing


def help_address(request: HttpRequest) -> dict[str, str]:
    """Where Help leads from this page."""
    match = request.resolver_match
    return {"help_address": choosing.address(match.view_name if match else "")}
