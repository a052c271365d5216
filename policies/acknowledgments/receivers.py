"""What news from below means here: one call each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.signals import people_ended, people_moved, standing_changed
from policies.acknowledgments import assigning, counting
from policies.acknowledgments.quizzing import carrying_over
from policies.signals import policy_rescinded, version_published

if TYPE_CHECKING:
    from policies.models import Policy, Version


def assign_the_version(version: Version, **news: Any) -> None:
    """A new version: older assignments are superseded, whoever must sign it is asked."""
    assigning.reconcile_policy(version.policy, by=news.get("by"), at=news.get("at"))


def carry_questions_over(version: Version, **news: Any) -> None:
    """A new version: check questions go over to it where their clause reads the same."""
    carrying_over.carry(version, by=news.get("by"), at=news.get("at"))


def end_what_is_open(policy: Policy, **news: Any) -> None:
    """A policy was rescinded: nobody has to sign it any more."""
    assigning.reconcile_policy(policy, by=news.get("by"), at=news.get("at"))


def assign_to(people: set[int], **news: Any) -> None:
    """People came, moved, went on or came back from leave, or left."""
    assigning.reconcile_people(people, at=news.get("at"))


def count(people: set[int], **news: Any) -> None:
    """People got or lost what lets them be here without a posting."""
    counting.enroll(people, at=news.get("at"))


def connect() -> None:
    """Listen, once."""
    version_published.connect(assign_the_version, dispatch_uid="acknowledgments")
    version_published.connect(carry_questions_over, dispatch_uid="check_questions")
    policy_rescinded.connect(end_what_is_open, dispatch_uid="acknowledgments")
    people_moved.connect(assign_to, dispatch_uid="acknowledgments")
    people_ended.connect(assign_to, dispatch_uid="acknowledgments")
    standing_changed.connect(count, dispatch_uid="acknowledgments")
