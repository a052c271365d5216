"""What was confirmed anew of an approval leaves with its request."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.records import REQUEST
from district_portal.records.kinds import Part, keeps_open, leaves_with

leaves_with(
    REQUEST,
    Part("confirming.Confirmation", "recheck__request"),
    Part("confirming.Recheck", "request"),
)
keeps_open(
    REQUEST,
    _("it waits to be confirmed anew"),
    Part("confirming.Recheck", "request"),
    when=Q(ended_at=None),
)
