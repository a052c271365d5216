"""One clause of a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm
from policies.drafts.editing import fingerprint
from policies.models import Clause, Draft

MOST_OFFERED: Final = 200
"""Clauses of the version in force that one list offers."""


class ClauseForm(PortalForm, forms.Form):
    """`before` are the clauses in force that this one may continue; none for a new policy.

    `share` is where in the draft the clause stands, 0 at the beginning, 1 at the end.
    """

    messages = {
        "kind": _("Choose what it is"),
        "text": _("Write the text, or drop the clause"),
        "revision": _("Open the draft again"),
    }

    kind = forms.ChoiceField(label=_("What it is"), choices=Clause.Kind.choices)
    label = forms.CharField(
        label=_("Printed label"),
        required=False,
        max_length=60,
        help_text=_("As printed before the text: 8., (a), •"),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("An empty line splits the clause in two."),
    )
    was = forms.ChoiceField(
        label=_("Which clause of the version in force it is"),
        required=False,
        help_text=_("Links and signatures follow the clause."),
    )
    revision = forms.IntegerField(
        widget=forms.HiddenInput, validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)]
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, before: Sequence[Clause] = (), share: float = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not before:
            del self.fields["was"]
            return
        was = cast("forms.ChoiceField", self.fields["was"])
        was.choices = self._choices(before)
        was.widget.choices = self._choices(self._near(before, share))

    def _near(self, before: Sequence[Clause], share: float) -> Sequence[Clause]:
        """The clauses to choose from: of a long text those around the same `share` of it."""
        if len(before) <= MOST_OFFERED:
            return before
        middle = round(share * len(before))
        start = min(max(middle - MOST_OFFERED // 2, 0), len(before) - MOST_OFFERED)
        chosen = self["was"].value()
        near = range(start, start + MOST_OFFERED)
        return [clause for at, clause in enumerate(before) if at in near or clause.key == chosen]

    @staticmethod
    def _choices(clauses: Sequence[Clause]) -> list[tuple[str, Any]]:
        return [
            ("", _("Whatever its words are closest to")),
            ("new", _("None: it is new")),
            *(
                (clause.key, Truncator(f"{clause.label} {clause.text}").chars(70))
                for clause in clauses
            ),
        ]

    @property
    def fields_to_keep(self) -> dict[str, Any]:
        """What `editing.change_clause` takes. Only after `is_valid()`."""
        return dict(self.cleaned_data)

    def look_again(self, draft: Draft, said: str, theirs: Mapping[str, Any] | None = None) -> None:
        """Show what was sent once more, now for the draft as it stands, with word of why.

        `theirs` is the clause as it stands, if that is what will be written over.
        """
        sent = {**dict(self.data.items()), "revision": draft.revision}
        sent["seen"] = fingerprint(theirs) if theirs else ""
        self.data = sent
        self.add_error(None, said)
