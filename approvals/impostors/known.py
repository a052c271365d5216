"""Tells those who ask for an account, and who decide, that everyone is warned of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from approvals.impostors.models import Impostor
from approvals.similar import Use
from district_portal.ui.together import Sought


def warned(about: str) -> Sought[Use]:
    """That a warning is on of an address that is asked for, in words."""
    return Sought(Impostor.objects.filter(warns=True, address_key=about).values("pk"), _told)


def _told(rows: list[dict[str, Any]]) -> list[Use]:
    words = _(
        "Everyone is warned that this account poses as the district. Once it is in the registry, "
        "nobody is warned any more."
    )
    return [Use(words)] if rows else []
