"""What questions say on a policy's page, where one signs, and on My tasks."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models import Window as Over
from django.db.models.functions import Coalesce, JSONObject, RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from accounts.naming import called
from accounts.signed_in import SignedInRequest
from district_portal.permissions import Role, scope_of
from district_portal.ui import panels
from district_portal.ui.tasks import Asked, Task, Tasks, Wish
from policies.models import Policy
from policies.questions.models import AskedBefore, Entry, Question, place_in_words
from policies.questions.publishing import carried, live

MOST: Final = 5
"""Questions of one sort that stand on a page one by one; the rest is one row."""
State = Question.State
Rows = list[dict[str, Any]]


def told_of_policy(request: SignedInRequest) -> dict[str, Any]:
    """What was asked before, what the person asked, and how much is open, with the policy."""
    waiting = Question.objects.filter(version__policy=OuterRef("pk"), state=State.OPEN).order_by()
    counted = waiting.values("version__policy").annotate(n=Count("pk")).values("n")
    return {
        "asked_before": _asked_before(live().filter(version__policy=OuterRef("pk"))),
        "my_questions": _mine(
            Question.objects.filter(asker=request.user.pk, version__policy=OuterRef("pk"))
        ),
        "open_questions": Coalesce(Subquery(counted, output_field=IntegerField()), 0),
    }


def told_of_asked(request: SignedInRequest) -> dict[str, Any]:
    """The same with what somebody is asked to sign."""
    return {
        "asked_before": _asked_before(live().filter(version__policy=OuterRef("version__policy"))),
        "my_questions": _mine(
            Question.objects.filter(asker=OuterRef("person"), version=OuterRef("version"))
        ),
    }


def beside_clauses(request: SignedInRequest, subject: Any) -> dict[str, panels.Panel]:
    """What was asked before, beside the clauses that it is about."""
    found: dict[str, Rows] = defaultdict(list)
    for row in subject.asked_before:
        found[row["key"] or panels.WHOLE_TEXT].append(row)
    return {key: ("questions/panels/beside.html", {"rows": rows}) for key, rows in found.items()}


def of_policy(request: SignedInRequest, policy: Policy) -> panels.Panel | None:
    """On a policy's page: the way to ask, what the person asked, and to all that was asked."""
    facts: Any = policy
    person = request.user
    follows = policy.owner_id == person.pk or Role.POLICY_ADMINISTRATOR in person.roles
    return "questions/panels/policy.html", {
        "policy": policy,
        "mine": _told(facts.my_questions, code=policy.code),
        "follows": follows,
        "open": facts.open_questions,
    }


def where_one_signs(request: SignedInRequest, asked: Any) -> dict[str, panels.Panel]:
    """Where somebody signs: the ways to ask, what they asked, and what was asked before."""
    version = asked.version
    told = _told(asked.my_questions, code=version.code)
    about: dict[str, Rows] = defaultdict(list)
    for row in asked.asked_before:
        about[row["key"] or panels.WHOLE_TEXT].append(row)
    mine: dict[str, Rows] = defaultdict(list)
    for row in told:
        if row["key"]:
            mine[row["key"]].append(row)
    found: dict[str, panels.Panel] = {
        key: (
            "questions/panels/beside.html",
            {"rows": about[key], "mine": mine[key], "task": asked.pk},
        )
        for key in {**about, **mine}
    }
    found[SIGN] = (
        "questions/panels/sign.html",
        {
            "version": version,
            "slug": version.policy.slug,
            "task": asked.pk,
            "mine": told,
        },
    )
    return found


SIGN: Final = "sign"
"""Beside what somebody signs; no clause has this key."""


def tasks(request: SignedInRequest, person: Person) -> Asked:
    """Questions that wait for the person, what they asked, and its answers."""
    return Asked(rows=_told_on_my_tasks, tell=_tasks)


def _told_on_my_tasks(person: Person) -> QuerySet[Any, Any]:
    mine = Case(When(asker=person, then=True), default=False)
    group = ["mine", "state"]
    rows = (
        Question.objects.filter(Q(pk__in=waiting(person).values("pk")) | _asked_by(person))
        .annotate(mine=mine)
        .annotate(
            nth=Over(RowNumber(), partition_by=group, order_by=["waits_since", "pk"]),
            all=Over(Count("pk"), partition_by=group),
            code=F("version__code"),
            title=F("version__title"),
            asker_name=called("asker"),
            holder_name=called("holder"),
        )
        .filter(nth__lte=MOST + 1)
        .order_by("waits_since", "pk")
    )
    told = ("pk", "kind", "state", "about", "nth", "all", "mine", "code", "title")
    return rows.values(*told, "asker_name", "holder_name")


def waiting(person: Person) -> QuerySet[Question]:
    """What the person has to answer or to see to, and the answers to what they asked."""
    mine = Q(holder=person, state=State.OPEN) | Q(asker=person, state=State.ANSWERED)
    sheets = scope_of(person, "questions.hand_over", Question)
    return Question.objects.filter(mine if sheets is None else mine | sheets & Q(state=State.OPEN))


def _asked_by(person: Person) -> Q:
    return Q(asker=person) & ~Q(state=State.CLOSED)


def _tasks(rows: Rows) -> Tasks:
    return Tasks(
        to_do=[_task(row) for row in rows if not (row["mine"] and row["state"] == State.OPEN)],
        waiting=[_waiting(row) for row in rows if row["mine"] and row["state"] == State.OPEN],
        wishes=[Wish(label=_("See questions about policies"), url=reverse("questions:list"))],
    )


def _task(row: dict[str, Any]) -> Task:
    if row["nth"] > MOST:
        return _more(row)
    place = {"where": place_in_words(row["code"], row["about"]), "name": row["asker_name"]}
    if row["mine"]:
        title, status = _("Your question about %(where)s is answered"), _("Answered")
    elif row["kind"] == Question.Kind.PAPER:
        title, status = _("%(name)s asks to sign %(where)s on paper"), _("Waiting for you")
    else:
        title, status = _("%(name)s asks about %(where)s"), _("Waiting for you")
    return Task(
        title=title % place,
        url=reverse("questions:question", args=[row["pk"]]),
        meta=row["title"],
        status=status,
        kind="info" if row["mine"] else "warn",
    )


def _more(row: dict[str, Any]) -> Task:
    more = row["all"] - MOST
    if row["mine"]:
        words = ngettext("%(n)d more answer", "%(n)d more answers", more)
    else:
        words = ngettext("%(n)d more question to answer", "%(n)d more questions to answer", more)
    return Task(title=words % {"n": more}, url=reverse("questions:list"), kind="warn", count=more)


def _waiting(row: dict[str, Any]) -> Task:
    where = place_in_words(row["code"], row["about"])
    if row["nth"] > MOST:
        words = ngettext("%(n)d more question", "%(n)d more questions", row["all"] - MOST)
        return Task(title=words % {"n": row["all"] - MOST}, url=reverse("questions:list"))
    is_paper = row["kind"] == Question.Kind.PAPER
    title = _("Sheet to sign %(where)s on paper") if is_paper else _("Question about %(where)s")
    holder = row["holder_name"].strip()
    return Task(
        title=title % {"where": where},
        url=reverse("questions:question", args=[row["pk"]]),
        meta=row["title"],
        status=_("With %(name)s") % {"name": holder} if holder else _("Nobody is there"),
    )


def _asked_before(rows: QuerySet[AskedBefore]) -> ArraySubquery:
    facts = JSONObject(pk="pk", key="clause__key", asked="asked", answer="answer")
    return ArraySubquery(rows.filter(carried()).order_by("pk").values(row=facts))


def _mine(rows: QuerySet[Question]) -> ArraySubquery:
    answers = Entry.objects.filter(question=OuterRef("pk"), what=Entry.What.ANSWERED)
    facts = JSONObject(
        pk="pk",
        about="about",
        kind="kind",
        state="state",
        key="clause__key",
        text="text",
        answer=Subquery(answers.order_by("-pk").values("text")[:1]),
        holder=called("holder"),
    )
    shown = rows.exclude(state=State.CLOSED).order_by("-pk")[:MOST]
    return ArraySubquery(shown.values(row=facts))


def _told(rows: Rows, *, code: str) -> Rows:
    return [
        {
            **row,
            "where": place_in_words(code, row["about"]),
            "holder": (row["holder"] or "").strip(),
            "is_paper": row["kind"] == Question.Kind.PAPER,
            "is_answered": row["state"] == State.ANSWERED,
        }
        for row in rows
    ]


panels.bring("clauses", told_of_policy)
panels.register("clauses", beside_clauses)
panels.register("below_policy", of_policy, order=20)
panels.bring("sign", told_of_asked)
panels.register("sign", where_one_signs)
panels.register("tasks", tasks, order=16)
panels.register("waiting", waiting)
