from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.mailing import bouncing
from district_portal.mailing.composing import names
from district_portal.mailing.kinds import CONFIDENTIAL, kind_in_words
from district_portal.mailing.models import Message
from district_portal.ui.forms import ALL_OF_THEM, DayField, PortalForm

if TYPE_CHECKING:
    from django.http import QueryDict  # noqa: TID251 – a name for the type

    from accounts.models import Person

MOST_AT_ONCE = 200
_LARGEST = 2**63 - 1


class MailFilter(PortalForm, forms.Form):
    who = forms.CharField(label=_("Person or address"), required=False, max_length=254)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", ALL_OF_THEM), *Message.State.choices]
    )
    name = forms.ChoiceField(label=_("Kind"), required=False)
    since = DayField(label=_("Queued from"), required=False)
    until = DayField(label=_("Queued until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self.fields["name"], set(names()) - CONFIDENTIAL)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("Choose the same day or a later one"))
        return found

    def asked(self) -> dict[str, Any]:
        """What to look for; nonsense in the address is left out."""
        return _asked(self)


class InboxFilter(PortalForm, forms.Form):
    words = forms.CharField(label=_("Words in the subject"), required=False, max_length=254)
    read = forms.ChoiceField(
        label=_("Shown"),
        required=False,
        choices=[("", _("All")), ("no", _("Unread")), ("yes", _("Read"))],
    )
    name = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self.fields["name"], kinds)

    def asked(self) -> dict[str, Any]:
        """What to look for; nonsense in the address is left out."""
        return _asked(self)


class BounceForm(PortalForm, forms.Form):
    messages = {"reason": _("Write what the mail that came back says")}
    reason = forms.CharField(
        label=_("Why it came back"),
        max_length=bouncing.LONGEST_REASON,
        help_text=_("As the mail that came back says: “mailbox full”, “no such address”."),
    )

    def bounce(self, mail: Message, *, by: Person) -> bool:
        """Note it; answers whether the mail stood as sent."""
        return self.is_valid() and bouncing.bounce(mail, by=by, reason=self.cleaned_data["reason"])


def chosen_numbers(asked: QueryDict) -> list[int]:
    """The ids of mails that were ticked, each once; what is no id is left out."""
    numbers = [int(text) for text in asked.getlist("mail") if text.isascii() and text.isdigit()]
    return list(dict.fromkeys(n for n in numbers if n <= _LARGEST))[:MOST_AT_ONCE]


def first_number(asked: QueryDict) -> int:
    """The first of them; 0 for none."""
    return next(iter(chosen_numbers(asked)), 0)


def _choose_from(field: forms.Field, kinds: Iterable[str]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 – as declared above
    in_words = sorted((str(kind_in_words(name)), name) for name in kinds)
    field.choices = [("", ALL_OF_THEM), *((name, words) for words, name in in_words)]


def _asked(form: forms.Form) -> dict[str, Any]:
    form.is_valid()
    return {name: value for name in form.fields if (value := form.cleaned_data.get(name))}
