"""What comments and reviews of drafts say on My tasks and on the publish page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from district_portal.permissions import visible
from district_portal.ui import panels
from district_portal.ui.tasks import Task, Tasks
from policies.drafts import commenting, reviewing
from policies.models import Draft, Policy
from policies.references import unheld

EDIT = "policies.edit"


def drafts_to_read(request: SignedInRequest, person: Person) -> Tasks:
    """Drafts that the person is asked to read and has not answered about."""
    asked = list(reviewing.waiting_for(person))
    if not asked:
        return Tasks()
    words = ngettext("%(n)d draft to read.", "%(n)d drafts to read.", len(asked))
    return Tasks(
        sentence=words % {"n": len(asked)},
        to_do=[
            Task(
                title=_("Read the draft of %(policy)s") % {"policy": opinion.draft},
                url=reverse("policies:review", args=[opinion.draft_id]),
                meta=_("%(person)s asks what you think of it") % {"person": opinion.asked_by},
                due=opinion.due_on,
                status="" if opinion.due_on else _("Waiting for you"),
                kind="warn",
            )
            for opinion in asked
        ],
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
