from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.profile import languages
from accounts.models import Place, Posting
from district_portal.ui.forms import ALL_OF_THEM, NamedFilter, PortalForm


class PeopleFilter(PortalForm, forms.Form):
    """Narrows the list of people; everything may be empty."""

    SHOWN = [
        ("", _("On the roster")),
        ("leave", _("On leave")),
        ("coming", _("Still to begin")),
        ("left", pgettext_lazy("people", "Left")),
    ]

    q = forms.CharField(label=_("Name, position, e-mail or number"), required=False, max_length=80)
    place = NamedFilter(Place.objects.all(), label=_("Building or department"))
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", ALL_OF_THEM), *Posting.Kind.choices]
    )
    shown = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN)


class LanguageForm(PortalForm, forms.Form):
    """In which language the portal speaks and writes to somebody."""

    language = forms.ChoiceField(
        label=_("Language of pages and mails"),
        required=False,
        widget=forms.RadioSelect,
        choices=languages,
    )


class NumberForm(PortalForm, forms.Form):
    """The employee number of somebody who has none yet."""

    messages = {"number": _("Enter the number as HR’s sheet has it")}
    number = forms.CharField(
        label=_("Employee number"),
        max_length=40,
        help_text=_("As in the HR sheet, which keeps this person from then on. It stays for good."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
