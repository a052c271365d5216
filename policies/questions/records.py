"""Questions as records: with all that was written, and what was published of them."""

from __future__ import annotations

from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from district_portal.records.kinds import Concerned, Kind, Part, keeps_open, register
from policies.questions.models import Entry, Question

QUESTION = "question"
_OVER = Q(state__in=[Question.State.ANSWERED, Question.State.CLOSED])
_ends = Entry.objects.filter(
    question=OuterRef("pk"),
    what__in=[Entry.What.ANSWERED, Entry.What.SHEET, Entry.What.CLOSED],
).order_by("-pk")
_ENDED = Case(When(_OVER, then=Subquery(_ends.values("at")[:1])))

register(
    Kind(
        name=QUESTION,
        slot="kept_question",
        label=_("question"),
        many=_("questions"),
        order=30,
        model="questions.Question",
        rows=Question.objects.all,
        view="questions.see",
        title="version__title",
        called="pk",
        sort=lambda row: row.get_kind_display(),
        whose=_("Asked by %(name)s"),
        begun="asked_at",
        place="",
        decided=_ENDED,
        closed=_ENDED,
        over=_OVER,
        people=("asker", "holder"),
        beside=(
            Concerned(Part("questions.Question", "pk"), "stands_in_for"),
            Concerned(Part("questions.Entry", "question"), "to"),
            Concerned(Part("questions.Entry", "question"), "by"),
        ),
        parts=[Part("questions.AskedBefore", "question"), Part("questions.Entry", "question")],
        also_deleted=set(),
        asked=("policies.Version",),
    )
)
keeps_open(
    QUESTION,
    _("its answer is published beside the policy"),
    Part("questions.AskedBefore", "question"),
    when=Q(withdrawn_at=None),
)
