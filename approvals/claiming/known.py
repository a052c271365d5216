"""Tells those who ask for an account, and who decide, that it was found before."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from approvals.claiming.models import ExistingAccount
from approvals.similar import Use
from district_portal.ui.together import Sought


def listed(about: str) -> Sought[Use]:
    """What is listed of an address that is asked for, in words; nothing of what is claimed.

    A claim is a request, and others who ask for the same are told of that one.
    """
    rows = ExistingAccount.objects.filter(address_key=about).values("state", "run_by")
    return Sought(rows, _told)


def _told(rows: list[dict[str, Any]]) -> list[Use]:
    uses = []
    for row in rows:
        if row["run_by"]:
            words = _("This account is listed as not official: it is run by %s.")
            uses.append(Use(words % row["run_by"]))
        elif row["state"] in (ExistingAccount.State.ASKED, ExistingAccount.State.BACK):
            words = _("This account exists already, and nobody has consented to it yet.")
            uses.append(Use(words))
    return uses
