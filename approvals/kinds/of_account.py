"""What is asked about an account that is registered: who may ask, and once at a time."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Person, Posting
from approvals import as_it_stands
from approvals.answers import Answers
from approvals.as_it_stands import AsItStands
from approvals.kinds.base import DetailsForm
from approvals.models import Request
from district_portal.district.keeping_words import in_own_language


class GoneError(LookupError):
    """The account that a draft is about is kept no longer."""


class OfAccountForm(DetailsForm):
    """The first step of a request about a registered account, which the draft names."""

    account: AsItStands

    def prepare(self) -> None:
        there = as_it_stands.of(self.request.about)
        if there is None:
            raise GoneError(self.request.about)
        self.account = there

    def may_ask(self) -> bool:
        """Whether the requester may still ask for it."""
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        asked = asked_already(self.request)
        if self.account.is_closed:
            self.add_error(None, _("This account is closed. Discard the draft."))
        elif not self.may_ask():
            self.add_error(None, _("Others look after this account by now. Discard the draft."))
        elif asked is not None:
            words = _("%(name)s has asked for the same already: request %(number)s.")
            told = {"name": asked.requester, "number": asked.number}
            self.add_error(None, words % told)

    @property
    def about(self) -> str:
        return self.request.about

    @in_own_language()
    def answers(self, *, creates: str) -> Answers:
        return Answers(
            values=self.values(),
            words=self.words(),
            title=self.title,
            about=self.about,
            posting=_posting(self.requester, self.account),
            place=self.account.place,
            creates=creates,
        )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "place": self.account.place.pk}


def asked_already(request: Request) -> Request | None:
    """Another request of the same kind about the same account, that is not closed."""
    same = Request.objects.filter(
        kind=request.kind,
        about=request.about,
        state__in=[Request.State.OPEN, Request.State.RETURNED],
    )
    return same.exclude(pk=request.pk).select_related("requester").first()


def _posting(requester: Person, account: AsItStands) -> Posting | None:
    """The job in which somebody looks after an account: there, else the primary one."""
    jobs = requester.postings_today
    there = (job for place in account.places for job in jobs if job.place_id == place)
    return next(there, requester.posting)
