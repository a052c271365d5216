"""Accounts as records: with notices to parents, yearly checks and all of their history.

A legal hold on an account holds the requests by which it came, was changed, or was to be, and
those for its address; one on such a request holds the account.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from approvals import as_it_stands
from approvals.models import Request
from approvals.records import REQUEST
from approvals.registry.models import Account, Entry
from district_portal.records.kinds import (
    Concerned,
    Kind,
    Part,
    Reach,
    held_with,
    keeps_open,
    register,
    rests_on,
)

ACCOUNT = "account"
_CLOSED = Q(state=Account.State.CLOSED)
_THIS = OuterRef(OuterRef("pk"))
_closings = Entry.objects.filter(account=OuterRef("pk"), act=Entry.Act.CLOSED).order_by("-pk")


def _about(account: Any) -> Any:
    return Concat(Value(as_it_stands.MARK), Cast(account, CharField()))


def _accounts_of_request() -> QuerySet[Account]:
    about = OuterRef(OuterRef("about"))
    rows = Account.objects.alias(about=_about("pk"))
    return rows.filter(
        Q(request=_THIS)
        | Q(approved_changes__request=_THIS)
        | Q(about=about)
        | Q(address_key=about)
    )


def _requests_of_account() -> QuerySet[Request]:
    address = OuterRef(OuterRef("address_key"))
    return Request.objects.filter(
        Q(account=_THIS)
        | Q(account_change__account=_THIS)
        | Q(about=_about(_THIS))
        | Q(about=address)
    )


register(
    Kind(
        name=ACCOUNT,
        slot="kept_account",
        label=_("account"),
        many=_("accounts"),
        order=10,
        model="registry.Account",
        rows=Account.objects.all,
        view="registry.view",
        title="name",
        called="name",
        sort=lambda row: row.address,
        whose=_("Owned by %(name)s"),
        begun="approved_at",
        place="place",
        decided="approved_at",
        closed=Case(When(_CLOSED, then=Subquery(_closings.values("entered_at")[:1]))),
        over=_CLOSED,
        people=("owner", "recovery_owner", "request__requester"),
        beside=(
            Concerned(Part("registry.Manager", "account")),
            Concerned(Part("registry.Former", "account")),
            Concerned(Part("registry.Handover", "account")),
            Concerned(Part("registry.Entry", "account")),
            Concerned(Part("approvals.Submission", "request__account"), "answers__manager"),
            Concerned(Part("approvals.Submission", "request__account"), "answers__recovery_owner"),
        ),
        parts=[
            Part("registry.NoticeCopy", "notice__account"),
            Part("registry.ParentNotice", "account"),
            Part("registry.Lapse", "account"),
            Part("registry.Change", "account"),
            Part("registry.Entry", "account"),
            Part("registry.Handover", "account"),
            Part("registry.Certification", "check_of__account"),
            Part("registry.YearlyCheck", "account"),
            Part("registry.Manager", "account"),
            Part("registry.Former", "account"),
        ],
        also_deleted={"registry.Manager"},
    )
)
held_with(ACCOUNT, Reach(REQUEST, _requests_of_account))
held_with(REQUEST, Reach(ACCOUNT, _accounts_of_request))
keeps_open(
    ACCOUNT,
    _("it is being handed over"),
    Part("registry.Handover", "account"),
    when=Q(ended_at=None),
)
rests_on(REQUEST, _("an account"), Part("registry.Account", "request"))
rests_on(REQUEST, _("a change of an account"), Part("registry.Change", "request"))
