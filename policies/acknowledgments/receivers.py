"""What news from below means here: one call each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.signals import people_ended, people_moved
from policies.acknowledgments import assigning
from policies.signals import policy_rescinded, version_published

if TYPE_CHECKING:
    from policies.models import Policy, Version


def assign_the_version(version: Version, **news: Any) -> None:
    """A new version: older assignments are superseded, whoever must sign it is asked."""
    assigning.reconcile_policy(version.policy, by=news.get("by"), at=news.get("at"))


def end_what_is_open(policy: Policy, **news: Any) -> None:
    """A policy was rescinded: nobody has to sign it any more."""
    assigning.reconcile_policy(policy, by=news.get("by"), at=news.get("at"))


def assign_to(people: set[int], **news: Any) -> None:
    """People came, moved, went on or came back from leave, or left."""
    assigning.reconcile_people(people, at=news.get("at"))


def connect() -> None:
    """Listen, once."""
    version_published.connect(assign_the_version, dispatch_uid="acknowledgments")
    policy_rescinded.connect(end_what_is_open, dispatch_uid="acknowledgments")
    people_moved.connect(assign_to, dispatch_uid="acknowledgments")
    people_ended.connect(assign_to, dispatch_uid="acknowledgments")
