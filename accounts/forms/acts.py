"""What every form for an act on postings has in common."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import roster_field
from accounts.forms.roster_field import RosterField
from accounts.models import Person, Place, Posting
from district_portal.district import wording
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import PortalForm

MESSAGES = {
    "on": _("Choose a day"),
    "since": _("Choose a first day"),
    "last_day": _("Choose the last day"),
    "position": _("Enter the position"),
    "place": _("Choose a building or department"),
    "kind": _("Choose employee or volunteer"),
    "reason": _("Say what was wrong"),
}


class Entered(forms.BaseForm):
    """A form whose values can be shown once more before anything is done."""

    def typed(self) -> dict[str, Any]:
        """The checked values, without what only helped to choose."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.endswith("_pick") and name != "seen"
        }

    def chosen(self) -> dict[str, Any]:
        """What the act is done with: all of it, unless a form knows better."""
        return self.typed()

    def entered(self) -> list[tuple[Any, Any]]:
        """Label and value of each field that holds something, in words."""
        shown = []
        for name, value in self.typed().items():
            field = self.fields[name]
            choices = dict(getattr(field, "choices", [])) if isinstance(value, str) else {}
            words = (
                date_in_words(value) if isinstance(value, dt.date) else choices.get(value, value)
            )
            if value is True:
                words = _("Yes")
            if value not in (None, "", False):
                shown.append((field.label, words))
        return shown


class ActForm(Entered, PortalForm, forms.Form):
    """One act on the postings of `person`; `posting` is the one in question, where it is one."""

    title: ClassVar[Promise]
    button: ClassVar[Promise]
    danger: ClassVar[bool] = False
    messages = MESSAGES

    def __init__(
        self, *args: Any, person: Person, posting: Posting | None, places: Any, **kwargs: Any
    ) -> None:
        self.person, self.posting = person, posting
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {**self.first_values(), **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            here = [posting.place_id] if posting else []
            self.fields["place"].queryset = places | Place.objects.filter(pk__in=here)  # type: ignore[attr-defined]
        if "supervisor" in self.fields:
            roster_field.offer(self, "supervisor")

    def first_values(self) -> dict[str, Any]:
        """What the fields hold before anybody typed."""
        return {"on": today(), "since": today(), "last_day": today()}

    def carry_out(self, *, by: Person) -> Posting | None:
        """Do it by the rule; raises NotPossibleError."""
        raise NotImplementedError


class Facts(forms.Form):
    """Place, position, supervisor and kind of a posting."""

    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Building or department"), empty_label=_("Choose …")
    )
    position = forms.CharField(label=_("Position"), max_length=80)
    supervisor = RosterField(
        label=wording.supervisor_title_lazy,
        required=False,
        max_length=200,
        help_text=_("Name or e-mail address. Empty: nobody is entered."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Posting.Kind.choices)


def facts_of(posting: Posting | None) -> dict[str, Any]:
    """The facts of a posting as a form shows them."""
    if posting is None:
        return {}
    boss = posting.supervisor
    return {
        "place": posting.place_id,
        "position": posting.position,
        "supervisor": (boss.email or str(boss)) if boss else "",
        "kind": posting.kind,
    }


def as_text(facts: dict[str, Any]) -> dict[str, str]:
    """The facts as a browser sends them."""
    return {
        name: "on" if value is True else "" if value in (None, False) else str(value)
        for name, value in facts.items()
    }


def _read(seen: str) -> dict[str, Any]:
    try:
        read = json.loads(seen)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


class ChangeForm(Facts, ActForm):
    """Facts of a posting as the page shows them: only what is changed here is changed there.

    `seen` keeps what the page showed. Where the posting says something else by now, nothing is
    done: what somebody else changed stands in the fields, what was typed here is kept, and it is
    said so.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, posting: Posting | None, **kwargs: Any) -> None:
        now = as_text(self.facts(posting))
        self.changed_meanwhile: list[str] = []
        if args and args[0] is not None:
            data = args[0].copy()
            seen = _read(data.get("seen", ""))
            self.changed_meanwhile = [name for name in now if seen.get(name) != now[name]]
            for name in self.changed_meanwhile:
                if data.get(name, "") == seen.get(name, ""):
                    data[name] = now[name]
            data["seen"] = json.dumps(now)
            args = (data, *args[1:])
        super().__init__(*args, posting=posting, **kwargs)
        self.initial["seen"] = json.dumps(now)

    @staticmethod
    def facts(posting: Posting | None) -> dict[str, Any]:
        """What the page shows of the posting, by the names of the fields."""
        return facts_of(posting)

    def first_values(self) -> dict[str, Any]:
        return {**super().first_values(), **self.facts(self.posting)}

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where somebody else changed the posting meanwhile."""
        if self.changed_meanwhile:
            said = [
                f"{self.fields[name].label}: {self._now(name)}" for name in self.changed_meanwhile
            ]
            words = _(
                "Somebody changed this posting while your page was open. It now says: %(facts)s. "
                "Nothing is done yet. Look at the fields once more, then go on."
            )
            raise forms.ValidationError(words % {"facts": "; ".join(map(str, said))})
        return super().clean() or {}

    def chosen(self) -> dict[str, Any]:
        """The checked values, of the posting's facts only those that differ from it."""
        known = self.facts(self.posting)
        return {
            name: value
            for name, value in self.typed().items()
            if name not in known or value != getattr(self.posting, name)
        }

    def _now(self, name: str) -> Any:
        if name == "kind" and self.posting:
            return self.posting.get_kind_display()
        value = getattr(self.posting, name, None)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return date_in_words(value) if isinstance(value, dt.date) else value or _("None entered")
