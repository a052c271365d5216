"""Where the dashboard leads: to the report, or the registry, of those whom a figure counts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from district_portal.reports.dashboard.asking import Asked


def to_report(asked: Asked, **filters: Any) -> str:
    """The report with the place and the policy of the dashboard, and what `filters` add."""
    policy = asked.policy.slug if asked.policy else None
    return _address("reports:acknowledgments", {"policy": policy, "place": asked.place, **filters})


def to_registry(asked: Asked, **filters: Any) -> str:
    """The registry with the place of the dashboard, and what `filters` add."""
    return _address("registry:list", {"place": asked.place, **filters})


def to_open_requests() -> str:
    """The requests that wait for a decision, wherever they were made."""
    return _address("approvals:requests", {"whose": "all", "state": "open"})


def _address(name: str, filters: dict[str, Any]) -> str:
    chosen = urlencode({key: value for key, value in filters.items() if value})
    return f"{reverse(name)}?{chosen}" if chosen else reverse(name)
