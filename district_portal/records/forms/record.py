"""What is said of one record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.records.reading import Facts
from district_portal.records.scheduling import classes_in_force
from district_portal.ui.forms import DayField, PortalForm

_ANSWERS = {"yes": True, "no": False, "": None}


class RulingForm(PortalForm, forms.Form):
    """Whether it is a public record, and of which class, if not as its kind."""

    messages = {"reason": _("Say why")}

    public = forms.ChoiceField(
        label=_("Is it a public record?"),
        choices=[
            ("", _("As its class says")),
            ("yes", _("Yes")),
            ("no", _("No")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    code = forms.ChoiceField(label=_("Class"), required=False)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept word for word with the record."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        said = facts.ruling or {"public": None, "code": ""}
        spoken = {value: word for word, value in _ANSWERS.items()}
        kwargs["initial"] = {"public": spoken[said["public"]], "code": said["code"]}
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = False
        choice = self.fields["code"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 – narrows the type
        rows = classes_in_force()
        choice.choices = [("", _("The class of its kind")), *((row.code, str(row)) for row in rows)]

    @property
    def said(self) -> dict[str, Any]:
        """What `ruling.rule` takes."""
        data = self.cleaned_data
        return {**data, "public": _ANSWERS[data["public"]]}


class ArchivedForm(PortalForm, forms.Form):
    """That the archiving service keeps it."""

    messages = {
        "archived_on": _("Enter the day on which it was archived"),
        "where": _("Say where it is archived"),
    }

    archived_on = DayField(
        label=_("Archived on"),
        error_messages={"invalid": _("Enter the day as year, month and day")},
    )
    where = forms.CharField(
        label=_("Where?"),
        help_text=_("The archiving service of the district, and how it is found there."),
        max_length=200,
    )


class NotArchivedForm(PortalForm, forms.Form):
    """That it is not archived after all."""

    messages = {"reason": _("Say why it is not archived after all")}

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("It is kept word for word with the record."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
