from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Person
from district_portal.api.making import LIVES, USUAL
from district_portal.api.models import Token
from district_portal.api.scopes import offered_to
from district_portal.ui.forms import PortalForm

LONGEST = 30
LIVE, OVER, ALL = "", "over", "all"


class TokenForm(PortalForm, forms.Form):
    """A new token. `once` lets the same form, sent twice, make one."""

    messages = {
        "name": _("Say which program will read with it"),
        "scopes": _("Choose at least one thing that it may read"),
        "days": _("Choose how long it works"),
        "once": _("Open this page anew"),
    }
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("The program that will read with it, such as “Payroll”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may read"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may see yourself, on that day."),
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        coerce=int,
        choices=lambda: [(days, ngettext("%d day", "%d days", days) % days) for days in LIVES],
        initial=USUAL,
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (scope.value, scope.label) for scope in offered_to(by)
        ]


class RevokeForm(PortalForm, forms.Form):
    """Why a token is revoked; for one's own that may be left out."""

    messages = {"why": _("Say why: its maker will ask")}
    why = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = not is_own


class TokensFilter(PortalForm, forms.Form):
    """Which tokens a list shows.

    `words` are short enough that a whole token never comes into an address: who pastes a stray one
    finds it by how it begins.
    """

    words = forms.CharField(label=_("Name, beginning or maker"), max_length=LONGEST, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[(LIVE, _("In use")), (OVER, _("Revoked or over")), (ALL, _("All"))],
        required=False,
    )

    def narrow(self, tokens: QuerySet[Token]) -> QuerySet[Token]:
        """Those of `tokens` that match; a filter that makes no sense is left out."""
        data = self.cleaned_data if self.is_valid() else {}
        is_live = Q(revoked_at=None, expires_at__gt=timezone.now())
        state = data.get("state", LIVE)
        if state != ALL:
            tokens = tokens.filter(~is_live if state == OVER else is_live)
        if words := data.get("words"):
            tokens = tokens.filter(
                Q(name__icontains=words)
                | Q(prefix__startswith=words[:12])
                | Q(maker__sort_name__icontains=words)
            )
        return tokens
