"""What comments and reviews of drafts say on My tasks and on the publish page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from accounts.naming import called
from accounts.signed_in import SignedInRequest
from district_portal.permissions import visible
from district_portal.ui import panels
from district_portal.ui.tasks import Asked, Task, Tasks
from policies.drafts import commenting, reviewing
from policies.models import Draft, Policy
from policies.references import unheld

EDIT = "policies.edit"


def drafts_to_read(request: SignedInRequest, person: Person) -> Asked:
    """Drafts that the person is asked to read and has not answered about."""
    return Asked(rows=_asked_to_read, tell=_to_read)


def _asked_to_read(person: Person) -> QuerySet[Any, Any]:
    named = {name: F(f"draft__{name}") for name in ("code", "title", "source_name")}
    rows = reviewing.waiting_for(person).annotate(asks=called("asked_by"))
    return rows.values("draft_id", "due_on", "asks", **named)


def _to_read(rows: list[dict[str, Any]]) -> Tasks:
    if not rows:
        return Tasks()
    words = ngettext("%(n)d draft to read.", "%(n)d drafts to read.", len(rows))
    return Tasks(sentence=words % {"n": len(rows)}, to_do=[_reading(**row) for row in rows])


def _reading(*, draft_id: int, due_on: str | None, asks: str, **named: str) -> Task:
    return Task(
        title=_("Read the draft of %(policy)s") % {"policy": Draft(**named)},
        url=reverse("policies:review", args=[draft_id]),
        meta=_("%(person)s asks what you think of it") % {"person": asks},
        due=dt.date.fromisoformat(due_on) if due_on else None,
        status="" if due_on else _("Waiting for you"),
        kind="warn",
    )


def unsettled(request: SignedInRequest, draft: Draft) -> panels.Panel | None:
    """Before publishing: open comments, reviews without an answer, codes that lead nowhere."""
    waiting = [str(opinion.reader) for opinion in reviewing.of(draft) if not opinion.answer]
    comments = draft.comments.filter(commenting.OPEN).count()
    cited = len(unheld.unheld(draft, among=visible(Policy.objects.all(), request.user, EDIT)))
    if not comments and not waiting and not cited:
        return None
    return "policies/panels/discussion.html", {
        "draft": draft,
        "comments": comments,
        "waiting": waiting,
        "cited": unheld.in_words(cited) if cited else "",
    }
