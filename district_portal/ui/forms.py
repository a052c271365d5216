"""What every form of the portal has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULT_REQUIRED = forms.Field.default_error_messages["required"]


class DayInput(forms.DateInput):
    """A day, picked with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class PortalForm(forms.BaseForm):
    """Mixin before `forms.Form` or `forms.ModelForm`.

    `messages` holds what to say when a required field is left empty, one for each required field
    ("Choose a platform"); a field without one raises ImproperlyConfigured when the form is shown
    or checked. Dates get a calendar.
    """

    messages: ClassVar[Mapping[str, Any]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field.widget) is forms.DateInput:
                field.widget = DayInput(field.widget.attrs)

    @cached_property
    def helper(self) -> FormHelper:
        """What crispy-forms reads; the `<form>` itself is written by `{% post_form %}`."""
        self._give_messages()
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        helper.render_hidden_fields = True
        helper.mark_optional = True
        return helper

    def full_clean(self) -> None:
        self._give_messages()
        super().full_clean()

    def _give_messages(self) -> None:
        for name, message in self.messages.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = message
        if silent := list(fields_without_message(self.fields, self.messages)):
            raise ImproperlyConfigured(
                f"{type(self).__name__} needs its own message for: {', '.join(silent)}"
            )


def fields_without_message(
    fields: Mapping[str, forms.Field], messages: Mapping[str, Any]
) -> Iterable[str]:
    """Names of required fields that would fall back on Django's "This field is required"."""
    for name, field in fields.items():
        if field.required and name not in messages:
            said = field.error_messages.get("required", DEFAULT_REQUIRED)
            if said == DEFAULT_REQUIRED:
                yield name
