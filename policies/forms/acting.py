from __future__ import annotations

from functools import partial
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm
from policies import editing

VERBS: Final = {
    "indent": editing.indent,
    "outdent": editing.outdent,
    "up": editing.move_up,
    "down": editing.move_down,
    "join": editing.join,
    "drop": editing.drop,
    "restore": editing.restore,
    "settle": editing.settle,
}


_PATTERN: Final = rf"^(?:(?:{'|'.join(VERBS)}):-?\d{{1,9}}|was:\d{{1,9}}:[a-z0-9]{{3,8}})$"


class ActForm(PortalForm, forms.Form):
    """One press of a button beside a clause: "indent:12", or "was:12:" and an old clause's key."""

    messages = {"act": _("Choose what to do"), "revision": _("Open the draft again")}

    act = forms.CharField(validators=[RegexValidator(_PATTERN)])
    revision = forms.IntegerField(validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)])

    @property
    def verb(self) -> Any:
        """The rule to call. Only after `is_valid()`."""
        name, _number, *key = self.cleaned_data["act"].split(":")
        return partial(editing.change_clause, was=key[0]) if key else VERBS[name]

    @property
    def number(self) -> int:
        return int(self.cleaned_data["act"].split(":")[1])


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
