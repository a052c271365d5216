"""What stands around a policy's text: code, title, dates, references, as lines to write in."""

from __future__ import annotations

import re
from typing import Any, Final, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from district_portal.ui.forms import PortalForm
from policies import reading
from policies.dating import read_date
from policies.models import Draft, Policy, PrintedDate
from policies.references.codes import KIND_WORDS

_CODE: Final = re.compile(
    rf"^(?:(?P<before>{KIND_WORDS})\s+|#)?\s*"
    r"(?P<code>(?=[^\s,]*\d|[A-Z][A-Z/-]+(?:[\s,]|$))[^\s,]+(?:\s?\(\d+\))?)"
    r"(?:\s*[,–—-]\s+|,\s*|\s+|$)"
)


class HeadForm(PortalForm, forms.Form):
    """The header of a draft; `head` answers it in the draft's own form."""

    messages = {
        "code": _("Enter the policy’s code"),
        "title": _("Enter the policy’s title"),
        "kind": _("Choose the kind of policy"),
        "revision": _("Open the draft again"),
    }

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Such as 401.15 or GBEE"))
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Policy.Kind.choices)
    series = forms.CharField(
        label=_("Series"), max_length=80, required=False, help_text=_("Such as 400 Staff")
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Who keeps this policy up to date"),
    )
    legal_refs = forms.CharField(
        label=_("Legal references"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One on each line. A line that ends with a colon is a heading for the next."),
    )
    cross_refs = forms.CharField(
        label=_("Cross references"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "One on each line: the code, a comma, the title. AR before a code says a rule."
        ),
    )
    revision = forms.IntegerField(
        widget=forms.HiddenInput, validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)]
    )

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(draft))
        super().__init__(*args, **kwargs)
        owner = cast("forms.ModelChoiceField[Person]", self.fields["owner"])
        keepers = reading.possible_owners().values("pk")
        owner.queryset = Person.objects.filter(Q(pk__in=keepers) | Q(pk=draft.owner_id))
        if draft.policy_id:
            self.fields["kind"].disabled = True

    def clean_code(self) -> str:
        return " ".join(self.cleaned_data["code"].split())

    @property
    def head(self) -> dict[str, Any]:
        """The fields as Draft holds them. Only after `is_valid()`."""
        cleaned = self.cleaned_data
        return {
            **{name: cleaned[name] for name in ("code", "title", "kind", "series")},
            "owner_id": cleaned["owner"].pk if cleaned["owner"] else None,
            "legal_refs": _legal_references(cleaned["legal_refs"]),
            "cross_refs": [_cross_reference(line) for line in _lines(cleaned["cross_refs"])],
        }


class DateForm(PortalForm, forms.Form):
    """One printed date. An empty value leaves it out."""

    messages = {"type": _("Choose what happened on that day")}

    type = forms.ChoiceField(label=_("What happened"), choices=PrintedDate.Kind.choices)
    printed = forms.CharField(label=_("Date as printed"), required=False, max_length=60)

    def as_date(self) -> dict[str, Any]:
        """The date as Draft holds it; `iso` is None where nobody can read it ("Pending")."""
        printed = self.cleaned_data["printed"].strip()
        found = read_date(printed)
        return {
            "type": self.cleaned_data["type"],
            "iso": found.iso if found else None,
            "printed": printed,
        }


DatesForm = forms.formset_factory(DateForm, extra=2, max_num=40, absolute_max=60, validate_max=True)
"""The dates of a draft, and two empty lines for more."""


def dates_in(rows: forms.BaseFormSet[DateForm]) -> list[dict[str, Any]]:
    """The dates that a DatesForm holds, in order. Only after `is_valid()`."""
    return [row.as_date() for row in rows if row.cleaned_data.get("printed", "").strip()]


def _initial(draft: Draft) -> dict[str, Any]:
    legal, group = [], ""
    for reference in draft.text["legal_refs"]:
        if reference["group"] and reference["group"] != group:
            legal.append(reference["group"].rstrip(":") + ":")
        group = reference["group"]
        legal.append(reference["text"])
    cross = [
        f"{reference.get('before', '')} {reference['code']}, {reference['title']}".strip(" ,")
        for reference in draft.text["cross_refs"]
    ]
    return {
        **{name: getattr(draft, name) for name in ("code", "title", "kind", "series", "revision")},
        "owner": draft.owner_id,
        "legal_refs": "\n".join(legal),
        "cross_refs": "\n".join(cross),
    }


def _legal_references(text: str) -> list[dict[str, str]]:
    references, group = [], ""
    for line in _lines(text):
        if line.endswith(":"):
            group = line.rstrip(":")
        else:
            references.append({"text": line, "group": group})
    return references


def _cross_reference(line: str) -> dict[str, str]:
    match = _CODE.match(line)
    if match is None:
        return {"code": "", "title": line}
    found = {"code": match["code"][:60], "title": line[match.end() :].strip()}
    return {**found, "before": match["before"]} if match["before"] else found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
