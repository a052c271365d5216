"""The second step of a request: each promise is ticked by itself, beside its clause."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string

from approvals.attesting import Asked, cite
from district_portal.ui.forms import PortalForm


class PromisesForm(PortalForm, forms.Form):
    """One box for each promise that is asked for; all must be ticked."""

    def __init__(self, *args: Any, asked: list[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for row in asked:
            clause = row.clause
            self.fields[_name(row)] = forms.BooleanField(
                label=row.promise.wording,
                help_text=render_to_string(
                    "approvals/_clause.html", {"clause": clause, "citation": cite(clause)}
                )
                if clause
                else "",
                error_messages={"required": row.promise.unticked},
            )

    def ticked(self) -> dict[str, str]:
        """The promises that were ticked, id → wording, whether or not the form is complete."""
        return {
            str(row.promise.pk): row.promise.wording
            for row in self.asked
            if self.data.get(_name(row))
        }


def initial(asked: list[Asked], promised: set[int]) -> dict[str, bool]:
    """The boxes that were ticked before."""
    return {_name(row): True for row in asked if row.promise.pk in promised}


def _name(row: Asked) -> str:
    return f"promise_{row.promise.pk}"
