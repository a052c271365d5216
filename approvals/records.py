"""Requests as records: with their steps, decisions, remarks and the promises that were kept."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.kinds import kind_of
from approvals.models import Request
from district_portal.records.kinds import Concerned, Kind, Part, register

REQUEST = "request"

register(
    Kind(
        name=REQUEST,
        slot="kept_request",
        label=_("request"),
        many=_("requests"),
        order=20,
        model="approvals.Request",
        rows=lambda: Request.objects.exclude(state=Request.State.DRAFT),
        view="requests.view",
        title="title",
        called="number",
        sort=lambda row: kind_of(row).label,
        whose=_("Asked for by %(name)s"),
        begun="sent_at",
        place="place",
        decided="closed_at",
        closed="closed_at",
        over=Q(state__in=[Request.State.APPROVED, Request.State.DENIED, Request.State.WITHDRAWN]),
        people=("requester",),
        beside=(
            Concerned(Part("approvals.Seat", "step__submission__request")),
            Concerned(Part("approvals.Submission", "request"), "answers__manager"),
            Concerned(Part("approvals.Submission", "request"), "answers__recovery_owner"),
        ),
        parts=[
            Part("approvals.Remark", "request"),
            Part("approvals.Attestation", "submission__request"),
            Part("approvals.Decision", "step__submission__request"),
            Part("approvals.Seat", "step__submission__request"),
            Part("approvals.Step", "submission__request"),
            Part("approvals.Submission", "request"),
        ],
        also_deleted={"approvals.Request"},
    )
)
