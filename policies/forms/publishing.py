"""What the publisher decides, and what the second of two people answers."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from district_portal.district.current import today
from district_portal.ui.forms import DayField, PortalForm
from policies.models import Draft, Version
from policies.publication import adopting, asking_again, proposing
from policies.publication.adopting import Board
from policies.publication.proposing import Decisions

REVISED = ("revision", "summary", "asks_again")
BOARD = ("first_reading_on", "second_reading_on", "adopted_on", "vote", "resolution")


class PublishForm(PortalForm, forms.Form):
    """For a first version there is only the board's part, and the day, to say."""

    messages = {
        "revision": _("Choose the kind of revision"),
        "summary": _("Say what changed, in a sentence or two"),
        "asks_again": _("Choose who must sign again"),
        "seen": _("Open the draft again"),
    }

    revision = forms.ChoiceField(
        label=_("Kind of revision"),
        choices=Version.Revision.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Normally nobody signs again after a technical or minor revision, and everyone after "
            "a substantive one."
        ),
    )
    summary = forms.CharField(
        label=_("Summary of changes"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In plain words. Shown to everyone who reads or signs this version."),
    )
    asks_again = forms.ChoiceField(
        label=_("Who must sign again"),
        widget=forms.RadioSelect,
        help_text=_("People who have not signed yet are asked in any case."),
    )
    effective_on = DayField(
        label=_("In force from"),
        required=False,
        help_text=_(
            "Leave empty for today. A later day schedules the version: it waits till then."
        ),
    )
    first_reading_on = DayField(label=_("First reading"), required=False)
    second_reading_on = DayField(label=_("Second reading"), required=False)
    adopted_on = DayField(label=_("Adopted by the board"), required=False)
    vote = forms.CharField(
        label=_("Vote"),
        max_length=60,
        required=False,
        help_text=_("Such as 7–0 or 5–2, as the minutes give it."),
    )
    resolution = forms.CharField(label=_("Resolution"), max_length=60, required=False)
    seen = forms.IntegerField(
        widget=forms.HiddenInput, validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)]
    )

    def __init__(
        self, *args: Any, draft: Draft, asked_again: dict[str, str] | None, **kwargs: Any
    ) -> None:
        initial = {**_as_typed(proposing.proposed_last(draft)), "seen": draft.revision}
        super().__init__(*args, initial=initial, **kwargs)
        self.draft = draft
        self.before = draft.policy.last_in_force if draft.policy else None
        self.choices = asking_again.choices(draft.policy)
        if self.before is None:
            for name in REVISED:
                del self.fields[name]
        else:
            self._ask_who_signs(asked_again)
        self.helper.layout = Layout(
            *(name for name in REVISED if name in self.fields),
            "effective_on",
            Fieldset(_now("The board’s part"), *BOARD),
            "seen",
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, words in adopting.objections(self._board(), day=today()).items():
            self.add_error(name, words)
        day = cleaned.get("effective_on") or today()
        if words := adopting.objection_to_day(day, before=self.before):
            self.add_error("effective_on", words)
        return cleaned

    @property
    def is_stale(self) -> bool:
        """Whether the draft has changed since the page was opened. Only after `is_valid()`."""
        return bool(self.cleaned_data["seen"] != self.draft.revision)

    @property
    def decisions(self) -> Decisions:
        """What `publishing.publish` takes. Only after `is_valid()`."""
        chosen = self.cleaned_data
        revision = chosen.get("revision", Version.Revision.SUBSTANTIVE)
        return Decisions(
            revision=revision,
            summary=chosen.get("summary", ""),
            asks_again=asking_again.read(chosen.get("asks_again", asking_again.usual(revision))),
            effective_on=chosen["effective_on"],
            board=self._board(),
        )

    def _ask_who_signs(self, told: dict[str, str] | None) -> None:
        """Only where anybody must sign the policy; else the kind of revision answers."""
        if told is None:
            del self.fields["asks_again"]
            return
        asked: Any = self.fields["asks_again"]
        asked.choices = [
            (choice.value, asking_again.with_number(choice, told)) for choice in self.choices
        ]

    def _board(self) -> Board:
        return Board(**{name: self.cleaned_data.get(name) for name in BOARD})  # type: ignore[typeddict-item]


def _as_typed(decisions: Decisions | None) -> dict[str, Any]:
    """What was decided before, as the form's fields hold it."""
    if decisions is None:
        return {}
    return {**decisions, **decisions["board"], "asks_again": str(decisions["asks_again"])}


class SendBackForm(PortalForm, forms.Form):
    """Why the second person doesn't agree."""

    messages = {"words": _("Say what should be different")}

    words = forms.CharField(
        label=_("What should be different?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
