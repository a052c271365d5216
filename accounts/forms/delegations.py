from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import delegating
from accounts.forms.naming import PersonField
from accounts.models import Delegation, Person
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import DayField, PortalForm


class DelegationForm(PortalForm, forms.Form):
    """Who acts for whom, in what, on which days."""

    messages = {
        "to": _("Say who is to act"),
        "matters": _("Choose at least one kind of matter"),
        "since": _("Say from which day"),
        "until": _("Say until which day"),
    }
    person = PersonField(
        label=_("In place of"),
        required=False,
        help_text=_("Empty: in your own place. Name somebody who can’t do it themselves."),
    )
    to = PersonField(
        label=_("Who is to act"), help_text=_("Name, e-mail address or employee number.")
    )
    matters = forms.MultipleChoiceField(
        label=_("What they take on"),
        choices=Delegation.Matter.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Requests: they decide what would come to you. Acknowledgments: they see who of your "
            "people is late, and get the mails about it beside you. Concerns: they read what is "
            "reported to you in confidence, and you don’t."
        ),
    )
    since = DayField(label=_("From"))
    until = DayField(label=_("Last day"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They read it in the mail."),
    )

    def __init__(self, *args: Any, by: Person, for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if not for_others:
            del self.fields["person"]

    def ask(self) -> list[Delegation]:
        """Ask them; nothing, with what stands in the way beside its field, where it can't be."""
        asked = self.cleaned_data
        person = asked.get("person") or self.by
        try:
            return delegating.delegate(
                person,
                to=asked["to"],
                matters=asked["matters"],
                since=asked["since"],
                until=asked["until"],
                note=asked["note"],
                by=self.by,
            )
        except delegating.OverlapError as overlap:
            self.add_error("since", _overlaps(overlap.delegation))
        except delegating.CannotActError:
            self.add_error("to", self._why_not(asked["to"], person))
        except delegating.DatesError:
            early = asked["since"] < today()
            field = "since" if early else "until"
            self.add_error(
                field,
                _("Choose today or a later day")
                if early
                else _("Choose a day after the first one, within a year"),
            )
        return []

    def _why_not(self, to: Person, person: Person) -> Any:
        if to == person:
            return _("Name somebody else: this is the person who is away")
        return _("%(name)s can’t stand in on these days") % {"name": to}


def _overlaps(standing: Delegation) -> str:
    words = _(
        "%(matter)s: %(name)s acts, or is asked to, from %(since)s to %(until)s. End that one "
        "first, or choose other days."
    )
    return str(words) % {
        "matter": standing.get_matter_display(),
        "name": standing.delegate,
        "since": date_in_words(standing.since, style="long"),
        "until": date_in_words(standing.until, style="long"),
    }
