"""What the registry says in the navigation, on My tasks and on a policy's page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from approvals.registry.forms import resting_on
from approvals.registry.models import Account
from district_portal.permissions import can
from district_portal.ui import panels
from district_portal.ui.tasks import Task, Tasks, Wish
from policies.models import Policy

SHOWN = 10
"""Accounts that are named one by one."""


def registry(request: SignedInRequest) -> panels.NavItem:
    """The way to the registry."""
    return panels.NavItem(
        label=_("Registry"),
        url_name="registry:list",
        order=50,
        visible=can(request.user, "registry.view"),
    )


def tasks(request: SignedInRequest, person: Person) -> Tasks:
    """Accounts of the person that wait until parents are told."""
    waiting = Account.objects.filter(owner=person, state=Account.State.WAITING)
    return Tasks(
        to_do=[
            Task(
                title=_("Tell parents about %(name)s") % {"name": account.name},
                url=reverse("registry:notice", args=[account.pk]),
                meta=_("Approved; nothing may go live before they were told"),
                status=_("Not active yet"),
                kind="warn",
            )
            for account in waiting.order_by("approved_at")
        ],
        wishes=[Wish(label=_("Look up an account of the district"), url=reverse("registry:list"))],
    )


def resting(request: SignedInRequest, policy: Policy) -> panels.Panel | None:
    """How many approved accounts rest on promises to keep this policy."""
    count = Account.objects.exclude(state="closed").filter(pk__in=resting_on(policy)).count()
    if not count:
        return None
    return "registry/panels/resting.html", {"count": count, "slug": policy.slug}


def accounts_left(request: SignedInRequest, policy: Policy) -> panels.Panel | None:
    """Before a policy is rescinded: which approved accounts rest on promises to keep it."""
    accounts = Account.objects.exclude(state=Account.State.CLOSED).filter(pk__in=resting_on(policy))
    count = accounts.count()
    shown = accounts.select_related("owner").order_by("name", "pk")[:SHOWN]
    context = {"count": count, "accounts": shown, "slug": policy.slug}
    return ("registry/panels/rescind.html", context) if count else None


panels.register("navigation", registry)
panels.register("tasks", tasks, order=30)
panels.register("policy", resting, order=50)
panels.register("rescind", accounts_left, order=50)
