"""What every form of the portal has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.models import ModelChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district_portal.district.days import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import QuerySet

ALL_OF_THEM = pgettext_lazy("filter", "All")
"""What a list that is not narrowed by a field shows of it, whatever that is: places, kinds, days.

With a context, since some languages have no one word for all of them.
"""

DEFAULT_CHOICES = (
    forms.ChoiceField.default_error_messages["invalid_choice"],
    forms.ModelChoiceField.default_error_messages["invalid_choice"],
)
DEFAULT_REQUIRED = forms.Field.default_error_messages["required"]


class DayInput(forms.DateInput):
    """A day, picked with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that can be counted on from, forwards and backwards; every form asks for days by it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        said = _("Choose a day between the years 1900 and 2199")
        self.validators += [
            MinValueValidator(FIRST_DAY, message=said),
            MaxValueValidator(LAST_DAY, message=said),
        ]


class _Names(ModelChoiceIterator):
    """Choices read as ids and names: each list offers all of the district's places."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.queryset.values_list("pk", "name")


class NamedChoice(forms.ModelChoiceField):
    """One of what has a `name`, where there are many."""

    iterator = _Names


class NamedChoices(forms.ModelMultipleChoiceField):
    """Several of what has a `name`, where there are many."""

    iterator = _Names


class NamedFilter(NamedChoice):
    """All, or one of what has a `name`; for what a list is narrowed by."""

    def __init__(self, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(queryset, empty_label=ALL_OF_THEM, required=False, **kwargs)


def refuse_line_breaks(value: Any) -> None:
    """What is typed into a box of one line is one line; raises ValidationError otherwise."""
    if isinstance(value, str) and len(value.splitlines()) > 1:
        raise ValidationError(_("Write it on one line"), code="line_breaks")


class PortalForm(forms.BaseForm):
    """Mixin before `forms.Form` or `forms.ModelForm`.

    `messages` holds what to say when a required field is left empty, one for each required field
    ("Choose a platform"); a field without one raises ImproperlyConfigured when the form is shown
    or checked. Dates get a calendar; a box of one line takes one line. A field that is needed in
    some cases, as its help text says, is in `needed_sometimes` and not marked as optional.
    """

    messages: ClassVar[Mapping[str, Any]] = {}
    needed_sometimes: ClassVar[frozenset[str]] = frozenset()
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field.widget) is forms.DateInput:
                field.widget = DayInput(field.widget.attrs)
            if field.error_messages.get("invalid_choice") in DEFAULT_CHOICES:
                field.error_messages["invalid_choice"] = _("Choose one from the list")
            if type(field) is forms.IntegerField:
                _say_the_bounds(field)
            if isinstance(field, forms.CharField) and type(field.widget) is forms.TextInput:
                field.validators = [*field.validators, refuse_line_breaks]

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


def _say_the_bounds(field: forms.IntegerField) -> None:
    """Let a number out of its bounds be told both of them, unless the form has its own words."""
    lower = [one for one in field.validators if isinstance(one, MinValueValidator)]
    upper = [one for one in field.validators if isinstance(one, MaxValueValidator)]
    least = max((one.limit_value for one in lower), default=None)
    most = min((one.limit_value for one in upper), default=None)
    if most is None:
        said = _("Enter a whole number, %(least)s or more") % {"least": least}
    elif least is None:
        said = _("Enter a whole number, %(most)s at most") % {"most": most}
    else:
        said = _("Enter a whole number from %(least)s to %(most)s") % {"least": least, "most": most}
    own = (MinValueValidator.message, MaxValueValidator.message)
    for place, one in enumerate(field.validators):
        if isinstance(one, MinValueValidator | MaxValueValidator) and one.message in own:
            field.validators[place] = type(one)(one.limit_value, message=said)


def fields_without_message(
    fields: Mapping[str, forms.Field], messages: Mapping[str, Any]
) -> Iterable[str]:
    """Names of required fields that would fall back on Django's "This field is required"."""
    for name, field in fields.items():
        if field.required and name not in messages:
            said = field.error_messages.get("required", DEFAULT_REQUIRED)
            if said == DEFAULT_REQUIRED:
                yield name
