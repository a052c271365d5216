"""The existing accounts as a sheet, in the columns of the template and what was said since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from approvals.claiming.models import ExistingAccount
from approvals.claiming.reading import COLUMNS
from district_portal.district.current import today
from district_portal.ui.spreadsheets import csv_file


def csv(accounts: QuerySet[ExistingAccount]) -> bytes:
    """A CSV file of `accounts`, in their order; brought in again, it adds nothing."""
    more = (_("State"), _("Request"), _("Listed on"))
    headings = [*(str(column.label) for column in COLUMNS.values()), *more]
    return csv_file(headings, _lines(accounts))


def _lines(accounts: QuerySet[ExistingAccount]) -> Iterator[list[Any]]:
    for row in accounts.iterator():
        yield [
            row.platform.name,
            row.address,
            row.name,
            row.person.email or str(row.person) if row.person else "",
            row.place.name if row.place else "",
            row.audience,
            row.purpose,
            row.since.isoformat() if row.since else "",
            row.run_by,
            row.get_state_display(),
            (row.request.number or "") if row.request else "",
            today(row.listed_at).isoformat(),
        ]
