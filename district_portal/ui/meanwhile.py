"""A form that changes what is there does not undo what somebody else changed meanwhile."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import PortalForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

Sent = dict[str, list[str]]


class MeanwhileForm(PortalForm):
    """Mixin before the form: `seen` keeps, hidden, what the page showed.

    `shown` is what stands now, by the names of the fields. Where it is no longer what the page
    showed, nothing is done: what somebody else changed stands in the fields, what was typed here
    is kept, and it is said so; sent once more, it goes through. Who sends no `seen` was shown
    nothing and means every field.
    """

    changed_there: ClassVar[StrOrPromise] = gettext_lazy(
        "Somebody changed this while your page was open."
    )

    def __init__(self, *args: Any, shown: Mapping[str, Any], **kwargs: Any) -> None:
        self.shown = dict(shown)
        self.changed_meanwhile: list[str] = []
        now = {name: _sent(value) for name, value in self.shown.items()}
        if args and args[0] is not None:
            args = (self._compared(args[0].copy(), now), *args[1:])
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.initial["seen"] = json.dumps(now)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where somebody else changed a field meanwhile."""
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop("seen", None)
        if not self.changed_meanwhile:
            return cleaned
        said = [f"{self.fields[n].label}: {self._in_words(n)}" for n in self.changed_meanwhile]
        words = _(
            "%(changed)s It now says: %(facts)s. Nothing is done yet. Look at the fields once "
            "more, then go on."
        )
        told = {"changed": self.changed_there, "facts": "; ".join(said)}
        raise forms.ValidationError(words % told)

    def _compared(self, data: Any, now: Sent) -> Any:
        if data.get("seen"):
            seen = _read(data["seen"])
            self.changed_meanwhile = [name for name in now if seen.get(name) != now[name]]
            for name in self.changed_meanwhile:
                if sorted(filter(None, data.getlist(name))) == seen.get(name):
                    data.setlist(name, now[name])
        data["seen"] = json.dumps(now)
        return data

    def _in_words(self, name: str) -> str:
        value = self.shown[name]
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, dt.date):
            return date_in_words(value)
        named = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", [])}
        words = [named.get(one, one) for one in _sent(value)]
        return ", ".join(words) or _("None entered")


def _sent(value: Any) -> list[str]:
    """A value as a browser sends it, whatever the order of several."""
    if value is True:
        return ["on"]
    if isinstance(value, list | tuple):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    return [] if value in (None, "", False) else [str(getattr(value, "pk", value))]


def _read(seen: str) -> dict[str, Any]:
    try:
        read = json.loads(seen)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
