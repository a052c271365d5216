from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.presenting import Presentation
from district_portal.ui.forms import PortalForm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

NO_CONTROLS = RegexValidator(
    r"^[^\x00-\x1f\x7f<>]*$", _("Leave out line breaks and the signs < and >.")
)

SPOKEN = _("Policies stay in English, as they were adopted; what is signed is the English text.")


def languages() -> list[tuple[str, StrOrPromise]]:
    """The languages of pages and mails to choose from; "" where the person has chosen none."""
    return [("", _("Not chosen: pages as the browser asks, mails in English")), *settings.LANGUAGES]


class ProfileForm(PortalForm, forms.Form):
    """What a person settles about themselves."""

    messages = {"appearance": _("Choose an appearance")}

    preferred_name = forms.CharField(
        label=_("Preferred first name"),
        required=False,
        max_length=80,
        validators=[NO_CONTROLS],
        help_text=_(
            "Shown instead of the first name on the roster. Either is right when you sign."
        ),
    )
    phone = forms.CharField(
        label=_("Telephone at work"),
        required=False,
        max_length=40,
        validators=[NO_CONTROLS],
        widget=forms.TextInput(attrs={"autocomplete": "work tel"}),
    )
    reach = forms.CharField(
        label=_("How to reach you best"),
        required=False,
        max_length=200,
        validators=[NO_CONTROLS],
        help_text=_("For example: room 114, before 8 o’clock. Those who may see your page see it."),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mails"), required=False, help_text=SPOKEN
    )
    appearance = forms.ChoiceField(
        label=_("Appearance"), choices=Person.Appearance, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        settled = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(*args, initial=settled, **kwargs)
        shown = ["appearance"]
        if len(settings.LANGUAGES) > 1:
            language: Any = self.fields["language"]
            language.choices = languages()
            shown.insert(0, "language")
        else:
            del self.fields["language"]
        self.helper.layout = Layout(
            Fieldset(_now("For others"), "preferred_name", "phone", "reach"),
            Fieldset(_now("For me"), *shown),
        )

    @property
    def presentation(self) -> Presentation:
        """What `presenting.present` takes. Only after `is_valid()`."""
        return cast("Presentation", dict(self.cleaned_data))
