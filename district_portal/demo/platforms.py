"""What the demo district says of platforms: one is not allowed, one needs a closer look."""

from __future__ import annotations

from accounts.roles import holders
from approvals import catalogue
from approvals.models import Platform
from district_portal.permissions import Role

SAID = {
    "snapchat": ("barred", "What is posted vanishes, and cannot be kept as a record."),
    "tiktok": ("ask", "Its app is not on district devices; say who posts from where."),
}


def settle() -> None:
    """Let the Technology Coordinator say it."""
    coordinator = holders(Role.TECHNOLOGY_COORDINATOR).get()
    for slug, (standing, why) in SAID.items():
        platform = Platform.objects.get(slug=slug)
        catalogue.change(
            platform,
            standing=standing,
            why=why,
            barred_at=[],
            minimum_age=platform.minimum_age,
            by=coordinator,
            seen=platform.changed_at,
        )
