"""A request stays while an existing account rests on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from approvals.records import REQUEST
from district_portal.records.kinds import Part, rests_on

rests_on(REQUEST, _("an existing account"), Part("claiming.ExistingAccount", "request"))
