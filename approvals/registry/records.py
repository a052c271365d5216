"""Accounts as records: with notices to parents, yearly checks and all of their history."""

from __future__ import annotations

from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from approvals.records import REQUEST
from approvals.registry.models import Account, Entry
from district_portal.records.kinds import Concerned, Kind, Part, keeps_open, register, rests_on

ACCOUNT = "account"
_CLOSED = Q(state=Account.State.CLOSED)
_closings = Entry.objects.filter(account=OuterRef("pk"), act=Entry.Act.CLOSED).order_by("-pk")

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
            Concerned(Part("registry.Entry", "account")),
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
        ],
        also_deleted={"registry.Manager"},
    )
)
keeps_open(
    ACCOUNT,
    _("it is being handed over"),
    Part("registry.Handover", "account"),
    when=Q(ended_at=None),
)
rests_on(REQUEST, _("an account"), Part("registry.Account", "request"))
rests_on(REQUEST, _("a change of an account"), Part("registry.Change", "request"))
