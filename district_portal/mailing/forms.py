from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.mailing.composing import names
from district_portal.mailing.models import Message, kind_in_words
from district_portal.ui.forms import PortalForm


class MailFilter(PortalForm, forms.Form):
    who = forms.CharField(label=_("Person or address"), required=False, max_length=254)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *Message.State.choices]
    )
    name = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted((str(kind_in_words(name)), name) for name in names())
        field = self.fields["name"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – as declared above
        field.choices = [("", _("All")), *((name, words) for words, name in kinds)]

    def asked(self) -> dict[str, str]:
        """What to look for; nonsense in the address is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
