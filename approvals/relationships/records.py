"""A tie to students rests on the request in which it was disclosed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from approvals.records import REQUEST
from district_portal.records.kinds import Part, rests_on

rests_on(REQUEST, _("a tie to students"), Part("relationships.Relationship", "request"))
