"""Narrow the list of concerns, and bring in a state pack."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from approvals.concerns.models import Concern
from approvals.concerns.packs import reading
from district_portal.ui.forms import PortalForm

State = Concern.State


class ConcernFilter(PortalForm, forms.Form):
    """Which of the concerns that somebody may see."""

    whose = forms.ChoiceField(
        label=_("Which"),
        choices=[
            ("", _("All that I may see")),
            ("handle", _("Those that I deal with")),
            ("unread", _("Those that I have not read")),
            ("reported", _("Those that I reported")),
        ],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Any")), *Concern.Kind.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any")), *State.choices], required=False
    )

    def narrow(self, rows: QuerySet[Concern], *, person: Person) -> QuerySet[Concern]:
        """Those of `rows` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("whose") == "reported":
            rows = rows.filter(reporter=person)
        elif data.get("whose"):
            seats = person.concerns_received.filter(ended_at=None)
            if data["whose"] == "unread":
                seats = seats.filter(read_at=None)
            rows = rows.filter(pk__in=seats.values("concern"))
        same = {name: data[name] for name in ("kind", "state") if data.get(name)}
        return rows.filter(**same)


class PackForm(PortalForm, forms.Form):
    """The file of a state pack."""

    messages = {"pack": _("Choose the file of the state pack")}

    pack = forms.FileField(
        label=_("State pack"),
        help_text=_(
            "The text file that your counsel made out of the sample; its name ends in .toml. A "
            "Word document is not read. 256 KB at most."
        ),
        max_length=255,
        error_messages={"empty": _("This file is empty. Choose the state pack.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
    )

    def content(self) -> bytes:
        """What was chosen, and no more than a state pack may have."""
        found: bytes = self.cleaned_data["pack"].read(reading.MOST_BYTES + 1)
        return found
