"""What is in the way of a plan: a clause of a policy, an administrative rule, or a platform."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from approvals import attesting
from approvals.answers import Said
from approvals.kinds import clauses
from approvals.kinds.base import DetailsForm, long_text, one_of
from approvals.models import Platform
from district_portal.district.keeping_words import in_own_language
from policies.models import Clause, Policy

MARK = "exempt:"
"""With this begins what an exemption is about, so that it is no address of an account."""
TEXT, PLATFORM = "text", "platform"
WHAT = [
    (TEXT, _("A clause of a policy, or an administrative rule")),
    (PLATFORM, _("The use of a platform or tool")),
]
ASKS = [
    ("exemption", _("An exemption: it does not bind in this project")),
    ("modification", _("A modification: for this project it reads differently")),
]


LONGEST_ID = 18
"""Digits of an id that the database can hold."""


class InTheWayForm(DetailsForm):
    """The part of a form that names it; the clauses of a policy appear once it is chosen."""

    messages = {"what": _("Choose what is in the way of your plan")}
    short = {
        "what": _("About"),
        "asks": _("Asks for"),
        "proposed": _("It should read"),
        "clause": _("Clause"),
    }

    what = one_of(_("What is in the way?"), WHAT)
    policy = forms.ModelChoiceField(
        Policy.objects.filter(versions__state="in_force"),
        label=_("Policy or rule"),
        help_text=_("Needed for a clause or a rule."),
        required=False,
    )
    clause = forms.ChoiceField(label=_("Clause"), required=False)
    asks = one_of(
        _("What do you ask for?"),
        ASKS,
        help_text=_("Needed for a clause or a rule."),
        required=False,
    )
    proposed = long_text(
        _("How should it read for this project?"),
        rows=3,
        help_text=_("Needed for a modification."),
        required=False,
    )
    platform = forms.ModelChoiceField(
        Platform.objects.all(),
        label=_("Platform"),
        help_text=_("Needed for a platform, unless it is another tool."),
        empty_label=_("None of these"),
        required=False,
    )
    tool = forms.CharField(
        label=_("Another tool"),
        help_text=_("Its name, where it is not among the platforms."),
        max_length=100,
        required=False,
    )

    def offer(self, name: str, rows: Any) -> None:
        """Let only `rows` be chosen in the field of that name."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 – narrows the type
        field.queryset = rows

    def offer_clauses(self) -> None:
        """The clauses of the policy that was chosen; before one was, none is asked for."""
        self.fields["policy"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose one")),
            *clauses.policies_by_kind(),
        ]
        self.chosen = self._chosen_policy()
        self.clauses = clauses.in_force(self.chosen) if self.chosen else []
        if self.chosen is None:
            del self.fields["clause"]
            return
        whole = _("The whole rule") if self.chosen.kind == Policy.Kind.RULE else _("Choose one")
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 – narrows the type
        field.choices = [("", whole), *clauses.choices(self.clauses)]
        field.label = _("Clause of %(code)s") % {"code": self.chosen.code}

    def _chosen_policy(self) -> Policy | None:
        chosen = (self.request.draft.get("details", {}).get("policy") or [""])[0]
        among = Policy.objects.filter(versions__state="in_force")
        is_id = chosen.isdecimal() and len(chosen) <= LONGEST_ID
        return among.filter(pk=chosen).first() if is_id else None

    def keep_what_counts(self) -> None:
        """Of a clause and a platform, only the one that is in the way counts."""
        if self.cleaned_data.get("what") == TEXT:
            self._clean_text()
        elif self.cleaned_data.get("what") == PLATFORM:
            self._clean_platform()

    def _clean_text(self) -> None:
        data = self.cleaned_data
        data["platform"], data["tool"] = None, ""
        if self.chosen is None:
            if "policy" not in self.errors:
                self.add_error("policy", _("Choose the policy or rule"))
        elif not data.get("clause") and self.chosen.kind != Policy.Kind.RULE:
            self.add_error("clause", _("Choose the clause"))
        if not data.get("asks"):
            self.add_error("asks", _("Choose an exemption or a modification"))
        elif data["asks"] == "modification" and not data.get("proposed"):
            self.add_error("proposed", _("Say how it should read"))
        elif data["asks"] == "exemption":
            data["proposed"] = ""

    def _clean_platform(self) -> None:
        data = self.cleaned_data
        data |= {"policy": None, "clause": "", "asks": "exemption", "proposed": ""}
        if bool(data.get("platform")) == bool(data.get("tool")) and "tool" not in self.errors:
            self.add_error("platform", _("Choose a platform, or name another tool, not both"))

    @property
    def clause_chosen(self) -> Clause | None:
        """The clause that is in the way, None for a whole rule or a platform."""
        key = self.cleaned_data.get("clause")
        return next((row for row in self.clauses if row.key == key), None) if key else None

    @cached_property
    @in_own_language()
    def subject(self) -> str:
        """What is in the way, in words: "529, clause 6", "529-R Rule", "TikTok"."""
        data = self.cleaned_data
        if data["what"] == PLATFORM:
            return str(data["platform"] or data["tool"])
        clause = self.clause_chosen
        return attesting.cite(clause) if clause else str(self.chosen)

    @property
    def about(self) -> str:
        data = self.cleaned_data
        if data["what"] == TEXT:
            return f"{MARK}{data['policy'].pk}:{data['clause']}"
        platform = data["platform"]
        return f"{MARK}{platform.slug}" if platform else f"{MARK}tool {data['tool'].casefold()}"

    def values(self) -> dict[str, Any]:
        clause = self.clause_chosen
        more = {"about": self.about, "subject": self.subject, "clause": clause and clause.pk}
        return {**super().values(), **more}

    def words(self) -> list[Said]:
        """With the clause as it reads today."""
        rows = super().words()
        if clause := self.clause_chosen:
            for row in rows:
                if row["name"] == "clause":
                    row["text"] = f"{attesting.cite(clause)}: {clause.text}"
        return rows
