from __future__ import annotations

from functools import partial
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm
from policies.drafts import editing, repairing
from policies.models import Clause, Draft

VERBS: Final = {
    "indent": editing.indent,
    "outdent": editing.outdent,
    "up": editing.move_up,
    "down": editing.move_down,
    "join": editing.join,
    "drop": editing.drop,
    "restore": editing.restore,
    "settle": editing.settle,
    "settleall": editing.settle_all,
    "repeats": repairing.drop_repeats,
}

MANY: Final = {
    "indent": partial(repairing.change_all, shift=1),
    "outdent": partial(repairing.change_all, shift=-1),
    "join": repairing.join_all,
    "drop": repairing.drop_all,
}
LONGEST_ID: Final = 9

_KINDS: Final = "|".join(Clause.Kind.values)
_PATTERN: Final = (
    rf"^(?:(?:{'|'.join(VERBS)}):-?\d{{1,9}}|was:\d{{1,9}}:(?:[a-z0-9]{{3,8}})?"
    rf"|kind:\d{{1,9}}:(?:{_KINDS}))$"
)


class ActForm(PortalForm, forms.Form):
    """One press of a button beside a clause.

    "indent:12", "kind:12:heading", or "was:12:" and an old clause's key, "new", or nothing where
    its words shall decide.
    """

    messages = {"act": _("Choose what to do"), "revision": _("Open the draft again")}

    act = forms.CharField(validators=[RegexValidator(_PATTERN)])
    revision = forms.IntegerField(validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)])

    @property
    def verb(self) -> Any:
        """The rule to call. Only after `is_valid()`."""
        name, _number, *value = self.cleaned_data["act"].split(":")
        return partial(editing.change_clause, **{name: value[0]}) if value else VERBS[name]

    @property
    def number(self) -> int:
        return int(self.cleaned_data["act"].split(":")[1])

    def clause(self, draft: Draft) -> int:
        """The id of the clause that it concerns, 0 for none; a doubt is named by its own place."""
        if not self.cleaned_data["act"].startswith("settle"):
            return self.number
        doubts = [doubt["node"] or 0 for doubt in draft.doubts]
        return doubts[self.number] if self.number < len(doubts) else 0


class NumbersField(forms.Field):
    """Ids of clauses: several values, each of one or more with commas between."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        parts = [part.strip() for each in value or [] for part in str(each).split(",")]
        if any(not part.isdecimal() or len(part) > LONGEST_ID for part in parts if part):
            raise forms.ValidationError(_("Tick the clauses again"))
        return [int(part) for part in parts if part]


class ManyForm(PortalForm, forms.Form):
    """What to do with all clauses that are ticked."""

    messages = {
        "ticked": _("Tick at least one clause first"),
        "do": _("Choose what to do with the ticked clauses"),
        "revision": _("Open the draft again"),
    }

    ticked = NumbersField()
    do = forms.ChoiceField(
        label=_("With the ticked clauses"),
        choices=[
            ("", _("Choose")),
            ("indent", _("One level in")),
            ("outdent", _("One level out")),
            ("join", _("Join each with the one above it")),
            ("drop", _("Leave out")),
            *(
                (f"kind-{kind}", format_lazy(_("Make it: {kind}"), kind=label))
                for kind, label in Clause.Kind.choices
            ),
        ],
    )
    revision = forms.IntegerField(
        widget=forms.HiddenInput, validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)]
    )

    @property
    def verb(self) -> Any:
        """The rule to call. Only after `is_valid()`."""
        name, _dash, kind = self.cleaned_data["do"].partition("-")
        return partial(repairing.change_all, kind=kind) if kind else MANY[name]


class CodeForm(PortalForm, forms.Form):
    """The code of a draft that came without one, or its title in better letters."""

    messages = {"code": _("Enter the policy’s code"), "revision": _("Open the draft again")}

    code = forms.CharField(label=_("Code"), max_length=40)
    title = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    revision = forms.IntegerField(
        widget=forms.HiddenInput, validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("title"):
            self.fields["code"].required = False

    @property
    def head(self) -> dict[str, str]:
        """What `editing.change_head` takes. Only after `is_valid()`."""
        given = ((name, self.cleaned_data[name]) for name in ("code", "title"))
        return {name: value for name, value in given if value}
