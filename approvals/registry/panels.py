"""What the registry says in the navigation, on My tasks and on a policy's page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.consequences import Prospect
from accounts.models import Person
from accounts.naming import called
from accounts.signed_in import SignedInRequest
from approvals.models import Promise, Request, Submission
from approvals.registry.forms import resting_on
from approvals.registry.models import Account
from approvals.registry.overtaken import OF_ACCOUNTS, account_of
from approvals.registry.presence import looked_after_by
from approvals.registry.waiting import (
    overdue_in_the_district,
    told_on_my_tasks,
    waiting_again,
    waiting_for,
)
from district_portal.permissions import can, visible
from district_portal.ui import panels
from district_portal.ui.tasks import Asked, Task, Tasks, Wish
from policies.models import Policy

SHOWN = 10
"""Accounts, and requests, that are named one by one."""


def registry(request: SignedInRequest) -> panels.NavItem:
    """The way to the registry, with how many accounts wait for the person."""
    return panels.NavItem(
        label=_("Registry"),
        url_name="registry:list",
        count=waiting_for,
        is_to_do=True,
        order=50,
        area=panels.Area.ACCOUNTS,
        visible=can(request.user, "registry.view"),
        also=("not_official:list",),
    )


def tasks(request: SignedInRequest, person: Person) -> Asked:
    """Accounts for which the person has something to do."""
    return Asked(rows=told_on_my_tasks, tell=_tasks)


def _tasks(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(
        to_do=[
            *(_hand_over(account) for account in rows if account["hands_over"]),
            *(_tell_parents(account) for account in rows if account["tells_parents"]),
            *(_certify(account) for account in rows if account["certifies"]),
            *(_overdue(account["late_in_all"]) for account in rows if account["late_in_all"]),
        ],
        wishes=[Wish(label=_("Look up an account of the district"), url=reverse("registry:list"))],
    )


def _tell_parents(account: dict[str, Any]) -> Task:
    url, name = reverse("registry:notice", args=[account["pk"]]), account["name"]
    if account["state"] == Account.State.WAITING:
        return Task(
            title=_("Tell parents about %(name)s") % {"name": name},
            url=url,
            meta=_("Approved; nothing may go live before they were told"),
            status=_("Not active yet"),
            kind="warn",
        )
    title = _("Tell parents again about %(name)s") % {"name": name}
    if account["state"] == Account.State.SUSPENDED:
        meta = _("Suspended until the notice of this school year is recorded")
        return Task(title=title, url=url, meta=meta, status=_("Suspended"), kind="bad")
    meta = _("They are told in each school year")
    due = dt.date.fromisoformat(account["notice_due_on"])
    return Task(title=title, url=url, meta=meta, due=due)


def _hand_over(account: dict[str, Any]) -> Task:
    return Task(
        title=_("Say who looks after %(name)s") % {"name": account["name"]},
        url=reverse("registry:handover", args=[account["pk"]]),
        meta=_("Somebody who looked after it is gone"),
        status=_("To hand over"),
        kind="warn",
    )


def _certify(account: dict[str, Any]) -> Task:
    return Task(
        title=_("Yearly check of %(name)s") % {"name": account["name"]},
        url=reverse("registry:yearly", args=[account["pk"]]),
        meta=_("Confirm that all of it still holds"),
        due=dt.date.fromisoformat(account["check_due_on"]),
    )


def _overdue(count: int) -> Task:
    """How many yearly checks are overdue in the district."""
    words = ngettext("%(n)s yearly check is overdue", "%(n)s yearly checks are overdue", count)
    return Task(
        title=words % {"n": count},
        url=f"{reverse('registry:list')}?care=overdue",
        meta=_("Their owners have been reminded"),
        status=pgettext("yearly checks", "Overdue"),
        kind="bad",
    )


def before_a_move(request: SignedInRequest, prospect: Prospect) -> panels.Panel | None:
    """How many accounts have to be handed over when the person goes."""
    if not prospect.gone:
        return None
    count = len(looked_after_by([prospect.person.pk]))
    context = {"count": count, "person": prospect.person}
    return ("registry/panels/before_a_move.html", context) if count else None


def resting(request: SignedInRequest, policy: Policy) -> panels.Panel | None:
    """How many approved accounts rest on promises to keep this policy."""
    count = Account.objects.exclude(state="closed").filter(pk__in=resting_on(policy)).count()
    if not count:
        return None
    return "registry/panels/resting.html", {"count": count, "slug": policy.slug}


def what_rests(request: SignedInRequest, policy: Policy) -> panels.Panel | None:
    """Before a policy is rescinded: the accounts, requests and promises that rest on it.

    One query. Of the requests those are named that the person may see; the others are counted.
    """
    accounts = Account.objects.exclude(state=Account.State.CLOSED).filter(pk__in=resting_on(policy))
    promised = Submission.objects.filter(attestations__clause__version__policy=policy)
    asked = Request.objects.filter(
        state__in=[Request.State.OPEN, Request.State.RETURNED], pk__in=promised.values("request")
    )
    seen = visible(asked, request.user, "requests.view").order_by("number", "pk")
    named = JSONObject(pk="pk", name="name", owner=called("owner"))
    facts = (
        Policy.objects.filter(pk=policy.pk)
        .values(
            account_ids=ArraySubquery(accounts.values("pk")),
            accounts=ArraySubquery(accounts.order_by("name", "pk").values(row=named)[:SHOWN]),
            request_ids=ArraySubquery(asked.values("pk")),
            requests=ArraySubquery(
                seen.values(row=JSONObject(pk="pk", number="number", title="title"))[:SHOWN]
            ),
            promises=ArraySubquery(
                Promise.objects.filter(policy=policy, in_use=True).values(
                    row=JSONObject(pk="pk", wording="wording")
                )
            ),
        )
        .get()
    )
    if not any(facts.values()):
        return None
    may_change = can(request.user, "promises.edit")
    return "registry/panels/rescind.html", {**facts, "slug": policy.slug, "may_change": may_change}


def account_asked_about(request: SignedInRequest, asked: Request) -> panels.Panel | None:
    """On the page of a request for a change or the end of an account: the way to it."""
    if asked.kind not in OF_ACCOUNTS:
        return None
    account = Account.objects.filter(pk=account_of(asked)).first()
    return ("registry/panels/asked.html", {"account": account}) if account else None


panels.register("navigation", registry)
panels.register("asked", account_asked_about, order=10)
panels.register("tasks", tasks, order=30)
panels.register("waiting", overdue_in_the_district)
for again in waiting_again:
    panels.register("waiting", again)
panels.register("posting", before_a_move)
panels.register("below_policy", resting, order=50)
panels.register("rescind", what_rests, order=50)
