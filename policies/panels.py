from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest  # noqa: TID251 – a name for the type
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from accounts.naming import called
from accounts.signed_in import SignedInRequest
from district_portal.permissions import can
from district_portal.ui import panels
from district_portal.ui.dates import ago_in_words
from district_portal.ui.tasks import Asked, Task, Tasks, Wish
from policies import waiting
from policies.drafts import ending_proposals
from policies.drafts.discussion_panels import drafts_to_read, unsettled
from policies.models import Draft, Policy

SHOWN = 5
"""Reviews that stand on a page of tasks one by one; the rest is one row."""
_OF_DRAFT: Final = ("pk", "code", "title", "source_name", "ended_proposal")


def policies(request: HttpRequest) -> panels.NavItem:
    """The way to all policies."""
    return panels.NavItem(
        label=_("Policies"),
        url_name="policies:list",
        order=20,
        area=panels.Area.POLICIES,
        visible=can(request.user, "policies.read"),
        pages=(
            "acknowledgments:change_question",
            *("questions:of_policy", "questions:ask", "questions:paper"),
        ),
    )


def search_box(request: HttpRequest, _subject: object) -> panels.Panel | None:
    """The search, on every page but its own, for those who may read anything."""
    match = request.resolver_match
    is_there = match is not None and match.view_name == "policies:search"
    if is_there or not can(request.user, "policies.read"):
        return None
    return "policies/_search_box.html", {}


def proposals(request: SignedInRequest, person: Person) -> Asked:
    """Versions that the person may agree to, and those that they must propose again."""
    return Asked(rows=_proposed, tell=_of_proposals)


def _proposed(person: Person) -> QuerySet[Any, Any]:
    rows = waiting.proposed_drafts(person)
    return rows.values(*_OF_DRAFT, "proposed_at", proposer=called("proposed_by"))


def _of_proposals(rows: list[dict[str, Any]]) -> Tasks:
    found = [(row, Draft(**{name: row[name] for name in _OF_DRAFT})) for row in rows]
    to_agree = [_to_agree(draft, row) for row, draft in found if row["proposed_at"]]
    others = [draft for row, draft in found if not row["proposed_at"]]
    again = [_again(draft, ended) for draft in others if (ended := ending_proposals.ended(draft))]
    agree = ngettext("%(n)d version to agree to.", "%(n)d versions to agree to.", len(to_agree))
    propose = ngettext(
        "%(n)d draft to propose again.", "%(n)d drafts to propose again.", len(again)
    )
    sentences = [
        words % {"n": len(tasks)} for words, tasks in ((agree, to_agree), (propose, again)) if tasks
    ]
    return Tasks(sentence=" ".join(sentences), to_do=[*to_agree, *again])


def _to_agree(draft: Draft, row: dict[str, Any]) -> Task:
    ago = ago_in_words(dt.datetime.fromisoformat(row["proposed_at"]))
    return Task(
        title=_("Agree to publish %(policy)s") % {"policy": draft},
        url=reverse("policies:publish", args=[draft.pk]),
        meta=_("Proposed by %(person)s, %(ago)s") % {"person": row["proposer"], "ago": ago},
        status=_("Waiting for you"),
        kind="warn",
    )


def _again(draft: Draft, ended: ending_proposals.Ended) -> Task:
    return Task(
        title=_("Continue with the draft of %(policy)s") % {"policy": draft},
        url=draft.get_absolute_url(),
        meta=ended.told,
        status=_("Sent back") if ended.why == "sent_back" else _("Propose it again"),
        kind="warn",
    )


def reviews(request: SignedInRequest, person: Person) -> Asked:
    """Policies that the person is asked to read again, the longest overdue first."""
    return Asked(rows=_asked_to_review, tell=_of_reviews)


def _asked_to_review(person: Person) -> QuerySet[Any, Any]:
    return waiting.policies_to_review(person).values("code", "title", "slug", "due_on")


def _of_reviews(asked: list[dict[str, Any]]) -> Tasks:
    to_do = [
        Task(
            title=_("Review %(policy)s") % {"policy": Policy(code=row["code"], title=row["title"])},
            url=reverse("policies:reviewed", args=[row["slug"]]),
            meta=_("Read it again: no change, or a next version"),
            due=dt.date.fromisoformat(row["due_on"]),
        )
        for row in asked[:SHOWN]
    ]
    if more := len(asked) - SHOWN if len(asked) > SHOWN else 0:
        words = ngettext("Review %(n)d more policy", "Review %(n)d more policies", more)
        to_do.append(
            Task(
                title=words % {"n": more},
                url=reverse("policies:reviews"),
                due=dt.date.fromisoformat(asked[SHOWN]["due_on"]),
                count=more,
            )
        )
    if not asked:
        return Tasks()
    sentence = ngettext("%(n)d policy to review.", "%(n)d policies to review.", len(asked))
    return Tasks(sentence=sentence % {"n": len(asked)}, to_do=to_do)


def editing(request: SignedInRequest, person: Person) -> Tasks:
    """The ways to an import and to the drafts, for those who edit policies."""
    if not can(person, "policies.edit"):
        return Tasks()
    return Tasks(
        wishes=[
            Wish(label=_("Import policies"), url=reverse("policies:import")),
            Wish(label=_("Continue with a draft"), url=reverse("policies:drafts")),
        ]
    )


panels.register("navigation", policies)
panels.register("header", search_box)
panels.register("tasks", drafts_to_read, order=15)
panels.register("publish", unsettled, order=5)
panels.register("tasks", proposals, order=20)
panels.register("tasks", reviews, order=30)
panels.register("tasks", editing, order=35)
