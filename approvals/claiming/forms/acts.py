"""What is said of an existing account: by whoever is asked, and by whoever names people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.forms.roster_field import RosterField, offer
from accounts.models import Place
from approvals import lookalikes, platforms, similar
from approvals.claiming.models import Act, ExistingAccount
from approvals.claiming.passing_on import is_movable
from approvals.models import Platform
from district_portal.ui.forms import PortalForm

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MINE, NOT_MINE, CLOSED = "mine", "not_mine", "closed"


class AnswerForm(PortalForm, forms.Form):
    """Is it yours? Answered by whoever is named."""

    messages = {"answer": _("Choose one of the answers")}
    answer = forms.ChoiceField(
        label=_("Is it yours?"),
        choices=[
            (MINE, _("Yes, I look after it: ask for consent now")),
            (NOT_MINE, _("No, it is not mine")),
            (CLOSED, _("It was closed")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("What do you know of it?"),
        help_text=_("Needed if it is not yours: whose it is, or why it is not."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.mark_optional = False


@dataclass(frozen=True)
class StepWords:
    """How a step is offered: the link, the lead of its page, and the button."""

    title: StrPromise
    lead: StrPromise
    button: StrPromise


NAME, NOT_OFFICIAL, GONE = "name", "not-official", "gone"
STEP_WORDS = {
    NAME: StepWords(
        _("Name who looks after it"),
        _("They get a mail and a task, and say whether it is theirs."),
        _("Ask them"),
    ),
    NOT_OFFICIAL: StepWords(
        _("Mark it as not official"),
        _("It belongs to a booster club, a parents’ group, a union or a private person. Everyone "
          "who checks it is told who runs it."),
        _("Mark as not official"),
    ),
    GONE: StepWords(
        _("It is closed or gone"),
        _("It stays in this list, and nobody is asked any more."),
        _("Mark as gone"),
    ),
}  # fmt: skip
_CORRECTED = StepWords(
    _("Correct who runs it"),
    _("Everyone who checks it is told who runs it."),
    _("Mark as not official"),
)


def steps_of(account: ExistingAccount, last: Act | None) -> list[tuple[str, StepWords]]:
    """What may be said of it next, `last` being what was said last; the likeliest first.

    What holds already is not offered again, except to correct who runs it.
    """
    if not is_movable(account):
        return []
    steps = list(STEP_WORDS)
    if account.state == ExistingAccount.State.GONE:
        steps.remove(GONE)
    if account.state == ExistingAccount.State.NOT_OFFICIAL:
        return [(what, _CORRECTED if what == NOT_OFFICIAL else STEP_WORDS[what]) for what in steps]
    if last and last.what == Act.What.WAS_CLOSED:
        steps.sort(key=lambda what: what != GONE)
    return [(what, STEP_WORDS[what]) for what in steps]


class NameForm(PortalForm, forms.Form):
    """Who is asked from now on; `seen` is the last act that the page showed."""

    messages = {"person": _("Name somebody on the roster")}
    person = RosterField(
        label=_("Who looks after it?"), help_text=_("Name or e-mail."), max_length=200
    )
    text = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person")


class RunByForm(PortalForm, forms.Form):
    """Which organization runs it."""

    messages = {"run_by": _("Name who runs it")}
    run_by = forms.CharField(
        label=_("Who runs it?"),
        help_text=_("An organization, such as Northside Band Boosters. Everyone can read this."),
        max_length=200,
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class GoneForm(PortalForm, forms.Form):
    """How it is known that it is not there any more."""

    messages = {"reason": _("Say how you know")}
    reason = forms.CharField(
        label=_("How do you know?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


FORMS: dict[str, type[forms.Form]] = {NAME: NameForm, NOT_OFFICIAL: RunByForm, GONE: GoneForm}


class NotOfficialForm(PortalForm, forms.Form):
    """An account that an organization runs, entered by hand."""

    messages = {
        "platform": _("Choose a platform"),
        "address": _("Enter its handle or link"),
        "name": _("Enter the name of the account"),
        "run_by": _("Name who runs it"),
    }
    platform = forms.ModelChoiceField(
        Platform.objects.all(), label=_("Platform"), empty_label=_("Choose one")
    )
    address = forms.CharField(label=_("Handle or link"), max_length=300)
    name = forms.CharField(label=_("Account name"), max_length=120)
    run_by = forms.CharField(
        label=_("Who runs it?"),
        help_text=_("An organization, such as Northside Band Boosters. Everyone can read this."),
        max_length=200,
    )
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("School or department it is about"),
        empty_label=pgettext_lazy("school or department", "None"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.queryset = Place.objects.open()

    def clean(self) -> None:
        """Raises ValidationError for what is no address, and for one of ours."""
        data = self.cleaned_data
        if not data.get("platform") or not data.get("address"):
            return
        try:
            self.profile = platforms.normalise(data["platform"], data["address"])
        except platforms.UnreadableAddressError as error:
            self.add_error("address", str(error))
            return
        if taken := similar.taken(self.profile.key):
            self.add_error("address", ValidationError(taken.words))

    @property
    def facts(self) -> dict[str, Any]:
        """What `bringing.list_not_official` takes. Only after `is_valid()`."""
        data = self.cleaned_data
        return {
            "platform": data["platform"],
            "handle": self.profile.handle[:100],
            "address": self.profile.address,
            "address_key": self.profile.key,
            "looks": lookalikes.look(self.profile.key),
            **{name: data[name] for name in ("name", "run_by", "place")},
        }
