"""Another purpose, audience, address or the like of an account: what its approval rests on.

Source: 401.15, professional use (supervisor's prior approval); 529, clause 8. Consent was given to
what was asked for; what is to differ from that is asked for anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from approvals import platforms
from approvals.answers import Answers, Said
from approvals.kinds import account_facts
from approvals.kinds.account_facts import AccountFactsForm
from approvals.kinds.base import Kind, long_text
from approvals.kinds.of_account import OfAccountForm
from approvals.models import Platform, Request
from district_portal.district.keeping_words import in_own_language


class AccountChangeForm(OfAccountForm, AccountFactsForm):
    """The questions on which approval rests, answered as it stands; and why it should change."""

    messages = {**AccountFactsForm.messages, "why": _("Say why it should change")}
    short = {**AccountFactsForm.short, "why": _("Why")}
    field_order = ("why",)

    why = long_text(_("Why should it change?"), rows=3)

    def prepare(self) -> None:
        super().prepare()
        values = self.account.values
        self.own_key = values.get("address_key", "")
        self.initial.update({name: _as_typed(values.get(name)) for name in FACTS})
        self.initial["handle"] = self._handle_today()
        platform = self.fields["platform"]
        assert isinstance(platform, forms.ModelChoiceField)  # noqa: S101 – narrows the type
        platform.empty_label, platform.help_text = None, ""
        sections = {
            _("Where, and for whom"): "platform name handle represents",
            _("What it is for"): "purpose audience comments comment_rules",
            _("Students"): "writes_to_students shows_students under_13",
        }
        self.helper.mark_optional = False
        self.helper.layout = Layout(
            "why", *(Fieldset(legend, *names.split()) for legend, names in sections.items())
        )

    def may_ask(self) -> bool:
        return self.account.owner == self.requester.pk

    @property
    def where(self) -> Place:
        return self.account.place

    def is_looked_at(self, platform: Platform) -> bool:
        """What stands already stays; only another platform is looked at."""
        return bool(platform.pk != self.account.values.get("platform"))

    def clean(self) -> None:
        super().clean()
        if not self.errors and not self.changed:
            self.add_error(None, _("Nothing differs from what was approved. Change an answer."))

    @property
    def changed(self) -> list[str]:
        """Names of the answers that differ from how it stands today; a handle by its address."""
        now, today = AccountFactsForm.values(self), self.account.values
        compared = {**{name: name for name in FACTS}, "handle": "address_key"}
        return [
            name for name, by in compared.items() if _plain(now.get(by)) != _plain(today.get(by))
        ]

    @cached_property
    @in_own_language()
    def title(self) -> str:
        return _("Change of %(name)s") % {"name": self.account.name}

    def answers(self, *, creates: str) -> Answers:
        """With the promises of an account, as far as they were not given for it already."""
        answers = super().answers(creates=creates)
        return replace(answers, promises_of="account", promised=self.account.promised)

    def values(self) -> dict[str, Any]:
        """With the names of what changes, and whether parents are told before it is so."""
        values = super().values()
        first = self.account.parents_first(values)
        return {**values, "changed": self.changed, "parents_first": first}

    def words(self) -> list[Said]:
        """What changes with how it stands today, then what stays."""
        now = {row["name"]: row for row in super().words()}
        changed = self.changed
        rows = [now.pop("why")]
        rows += [self._beside_today(name, now.get(name)) for name in FACTS if name in changed]
        return rows + [_that_stays(row) for name, row in now.items() if name not in changed]

    def _beside_today(self, name: str, row: Said | None) -> Said:
        return {**(row or self._said(name)), "before": self._today(name)}

    def _handle_today(self) -> str:
        """The account as it is typed: by its handle, where that leads to its address."""
        values = self.account.values
        platform = Platform.objects.get(pk=values["platform"])
        try:
            there = platforms.normalise(platform, values["handle"]).key == self.own_key
        except platforms.UnreadableAddressError:
            there = False
        return str(values["handle"] if there else values["address"])

    def _today(self, name: str) -> str:
        values = self.account.values
        value = values.get(name)
        if name in ("platform", "handle"):
            platform = Platform.objects.get(pk=values["platform"])
            there = account_facts.called(platform, values["handle"], values["address"])
            return there if name == "handle" else str(platform)
        return "" if value is None else self.in_words(name, value)


FACTS = (
    "platform",
    "name",
    "handle",
    "represents",
    "purpose",
    "audience",
    "comments",
    "comment_rules",
    "writes_to_students",
    "shows_students",
    "under_13",
)
"""What may only change by such a request."""


def _that_stays(row: Said) -> Said:
    row["same"] = True
    return row


def _as_typed(value: Any) -> Any:
    """A plain value as its question is answered."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _plain(value: Any) -> Any:
    """A value so that nothing differs that reads the same."""
    if isinstance(value, list):
        return sorted(value)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def doubts(values: Mapping[str, Any], request: Request) -> list[str]:
    """What to look at: the address, the platform, and that the account rests for parents' sake."""
    moves = {"platform", "handle"}.intersection(values["changed"])
    said = account_facts.doubts(values, request, is_new=bool(moves))
    if values["parents_first"]:
        words = _(
            "Students come in anew: the account rests until it is recorded that parents know."
        )
        said.append(str(words))
    return said


def afterwards(values: Mapping[str, Any]) -> str:
    """What comes after approval, in a few words."""
    if values["parents_first"]:
        return str(_("The account changes and waits; once parents are told, it is active"))
    return str(_("The account changes"))


KIND = Kind(
    name="account_change",
    label=_("Change of an account"),
    description=_(
        "Another purpose, audience, address or the like of an account that is registered. Begin it "
        "on the page of the account."
    ),
    step_label=_("What should change"),
    form=AccountChangeForm,
    creates="account_change",
    doubts=doubts,
    afterwards=afterwards,
    until_then=_("Until you have consent, the account stays as it was approved."),
    begun_at="registry:list",
)
