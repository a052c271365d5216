"""One clause of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm
from policies.models import Clause


class ClauseForm(PortalForm, forms.Form):
    """`before` are the clauses in force that this one may continue; none for a new policy."""

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

    def __init__(self, *args: Any, before: Sequence[Clause] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not before:
            del self.fields["was"]
            return
        was = cast("forms.ChoiceField", self.fields["was"])
        was.choices = [
            ("", _("Whatever its words are closest to")),
            ("new", _("None: it is new")),
            *(
                (clause.key, Truncator(f"{clause.label} {clause.text}").chars(70))
                for clause in before
            ),
        ]
