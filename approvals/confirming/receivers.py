"""Listens for revised policies."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from approvals.confirming import asking
from policies.models import Version
from policies.signals import version_published


@receiver(version_published, dispatch_uid="confirming.version_published")
def a_version_is_in_force(sender: object, version: Version, **news: Any) -> None:
    """Ask about the approvals that rest on what was changed."""
    asking.ask(version, at=news.get("at"))
