"""People who left, as records: what was needed while they were here leaves, what proves stays.

How to reach somebody and how they signed in goes, with what they had begun and never sent. Their
name and number, postings, signatures, decisions, mails without the address, and the trail stay.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import Person, Posting
from accounts.naming import called
from approvals.models import Request
from approvals.registry.models import Account
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.records.kinds import Emptied, Kind, Part, keeps_open, register
from policies.acknowledgments.models import Pin

LEAVER: Final = "leaver"
REMOVED: Final = gettext_noop("Removed with the address of somebody who left")
"""What stands for the words of a mail server that named an address."""
_ON_ITS_WAY: Final = ("queued", "sending", "doubtful", "held")
_UNSENT: Final = Q(state=Request.State.DRAFT)
_NAMED: Final = Q(words__contains="@")
_ADDRESSED: Final = Q(before__has_key="email") | Q(after__has_key="email")
_DELETED: Final = (
    ("account.EmailConfirmation", "email_address__user", Q()),
    ("account.EmailAddress", "user", Q()),
    ("mfa.Authenticator", "user", Q()),
    ("accounts.ProvedLink", "account__user", Q()),
    ("socialaccount.SocialToken", "account__user", Q()),
    ("socialaccount.SocialAccount", "user", Q()),
    ("usersessions.UserSession", "user", Q()),
    ("api.Token", "maker", Q()),
    ("reports.SavedView", "person", Q()),
    ("approvals.Request", "requester", _UNSENT),
)
"""What is needed while somebody is here, by which way it leads to them, and which of it."""
_OF_PERSON: Final = {
    "email": None,
    "phone": "",
    "reach": "",
    "language": "",
    "appearance": Person.Appearance.SYSTEM,
    "password": UNUSABLE_PASSWORD_PREFIX,
    "last_login": None,
}


class _AtNoon(Func):
    """Noon of a day in UTC, which is the same day everywhere in the United States."""

    template = "((%(expressions)s + time '12:00') AT TIME ZONE 'UTC')"
    output_field = DateTimeField()


class _WithoutAddress(Func):
    """What a line of the roster held, but for the address."""

    template = "(%(expressions)s - 'email')"
    output_field = JSONField()


_LINE: Final = {name: _WithoutAddress(F(name)) for name in ("before", "after")}


def _without_answer(column: str) -> Case:
    """A mail server's answer, unless it names an address."""
    names_it = When(**{f"{column}__contains": "@"}, then=Value(REMOVED))
    return Case(names_it, default=F(column), output_field=TextField())


def _number(rows: QuerySet[Any], way: str) -> Coalesce:
    counted = rows.filter(**{way: OuterRef("pk")}).order_by().values(way)
    found = Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(found, 0)


def _left() -> QuerySet[Person]:
    """Those who have left and of whom something is there still that goes one day."""
    theirs = Posting.objects.filter(person=OuterRef("pk")).order_by("-until", "-pk")
    here = theirs.filter(Q(until=None) | Q(until__gte=today()))
    rows = Person.objects.annotate(
        name_in_full=called(),
        last_position=Subquery(theirs.values("position")[:1]),
        left=_AtNoon(Subquery(theirs.values("until")[:1])),
        mails=_number(Message.objects.exclude(address=""), "person"),
        ways_in=_number(Authenticator.objects.all(), "user")
        + _number(SocialAccount.objects.all(), "user")
        + _number(Pin.objects.exclude(secret=""), "person"),
        drafts=_number(Request.objects.filter(_UNSENT), "requester"),
    )
    there = Q(email__isnull=False) | Q(mails__gt=0) | Q(ways_in__gt=0) | Q(drafts__gt=0)
    for column in ("phone", "reach", "language"):
        there |= ~Q(**{column: ""})
    return rows.filter(there, ~Exists(here), Exists(theirs), is_active=False)


def _told(row: Any) -> str:
    """As what somebody worked last, and how much of what goes is there."""
    mails = ngettext("%(n)s mail with an address", "%(n)s mails with addresses", row.mails)
    ways_in = ngettext("%(n)s way to sign in", "%(n)s ways to sign in", row.ways_in)
    drafts = ngettext("%(n)s draft", "%(n)s drafts", row.drafts)
    counts = ((row.mails, mails), (row.ways_in, ways_in), (row.drafts, drafts))
    return ", ".join([row.last_position, *(words % {"n": n} for n, words in counts if n)])


register(
    Kind(
        name=LEAVER,
        slot="kept_person",
        label=_("person who left"),
        many=_("people who left"),
        order=50,
        model="accounts.Person",
        rows=_left,
        view="people.view",
        title="name_in_full",
        called="name_in_full",
        sort=_told,
        whose="",
        begun="entered_at",
        place="",
        decided="left",
        closed="left",
        over=Q(pk__isnull=False),
        people=("pk",),
        beside=(),
        parts=[Part(table, path, when) for table, path, when in _DELETED],
        also_deleted={table for table, _path, _when in _DELETED},
        emptied=(
            Emptied(Part("mailing.Happening", "message__person", _NAMED), {"words": REMOVED}),
            Emptied(
                Part("mailing.Message", "person", ~Q(address="")),
                {"address": "", "answer": _without_answer("answer")},
            ),
            Emptied(Part("roster.Change", "number", _ADDRESSED, to="number"), _LINE),
            Emptied(Part("roster.Change", "person_id", _ADDRESSED & Q(number="")), _LINE),
            Emptied(Part("roster.Trace", "person_id", _ADDRESSED), _LINE),
            Emptied(Part("acknowledgments.Pin", "person", ~Q(secret="")), {"secret": ""}),
            Emptied(Part("accounts.Person", "pk"), _OF_PERSON),
        ),
        without=_(
            "without e-mail addresses (those of mails and of the roster’s sheets too), telephone, "
            "how to be reached, language and appearance, every way to sign in, tokens for "
            "programs, saved views, and drafts of requests"
        ),
        public=False,
    )
)
keeps_open(
    LEAVER,
    _("a mail to the person is on its way"),
    Part("mailing.Message", "person"),
    when=Q(state__in=_ON_ITS_WAY),
)
keeps_open(
    LEAVER,
    _("a request of the person is open"),
    Part("approvals.Request", "requester"),
    when=Q(state__in=[Request.State.OPEN, Request.State.RETURNED]),
)
keeps_open(
    LEAVER,
    _("the person owns an account that is not closed"),
    Part("registry.Account", "owner"),
    when=~Q(state=Account.State.CLOSED),
)
