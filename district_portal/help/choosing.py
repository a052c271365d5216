"""Which page of help fits whom, and where it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from district_portal.help.topics import TOPICS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import Person
    from district_portal.help.writing import Topic

_BY_PAGE = {page: topic for topic in TOPICS for page in topic.pages}


def for_person(person: Person | AnonymousUser) -> tuple[list[Topic], list[Topic]]:
    """The topics in two lists: those that are meant for `person`, and those for others.

    Who is not signed in is a visitor, or has yet to sign in.
    """
    mine = [topic for topic in TOPICS if _is_for(topic, person)]
    return mine, [topic for topic in TOPICS if topic not in mine]


def address(view_name: str) -> str:
    """Where Help leads from the page of that name: to its own topic, or to all of them."""
    topic = _BY_PAGE.get(view_name)
    return topic.url if topic else reverse("help:index")


def _is_for(topic: Topic, person: Person | AnonymousUser) -> bool:
    if not person.is_authenticated:
        return not topic.roles or topic.slug == "signing"
    return not topic.roles.isdisjoint(person.standing.roles)
