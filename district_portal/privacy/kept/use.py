"""How somebody signs in, what was mailed to them, and what they did in the portal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Case, F, Q, TextField, Value, When
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from district_portal import audit
from district_portal.api.models import Token
from district_portal.audit import phrases
from district_portal.jobs.models import Job
from district_portal.mailing import inbox
from district_portal.mailing.kinds import kind_in_words
from district_portal.privacy.records import LEAVER
from district_portal.privacy.things import Column, Thing, chosen
from district_portal.reports.models import Export, SavedView
from district_portal.trail.objects import kind_in_words as object_in_words
from policies.models import Comment, Opinion

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person

_SIGN_INS = "signing_in."


@lazy
def _days_signed_in() -> str:
    days = settings.SESSION_LONGEST // (24 * 60 * 60)
    words = ngettext(
        "Until you sign out, and %(n)s day at most; the row is gone when you next look at it",
        "Until you sign out, and %(n)s days at most; the row is gone when you next look at it",
        days,
    )
    return words % {"n": days}


def _mails(person: Person) -> QuerySet[Any]:
    """Mails to somebody; the text of one that opens a door is for nobody's file."""
    shown = Case(When(secret=True, then=Value("")), default=F("text"), output_field=TextField())
    return inbox.messages(person).order_by("-pk").annotate(words=shown)


def _acts(person: Person) -> QuerySet[Any]:
    """What somebody did, and how they signed in: never what others did about them."""
    own = Q(actor_id=person.pk) | Q(person_id=person.pk, act__startswith=_SIGN_INS)
    return audit.events().filter(own).order_by("-at", "-id")


def _marks(person: Person) -> Iterator[tuple[Any, ...]]:
    """What somebody wrote on drafts of policies: comments, then what they answered as a reader."""
    comments = Comment.objects.filter(by=person).order_by("-at")
    yield from comments.values_list("at", "about", "text").iterator()
    opinions = Opinion.objects.filter(reader=person, answered_at__isnull=False)
    yield from opinions.order_by("-answered_at").values_list("answered_at", "question", "note")


THINGS: Final = (
    Thing(
        name="mails",
        label=_("What was mailed to you"),
        what=_("Every mail and message of the portal to you, and when it went out"),
        why=_("So that you can read it again, and that it can be told that you were asked"),
        kinds=(LEAVER,),
        lasting=_("For good, but for the address: it shows that you were told in time"),
        tables=("mailing_message", "mailing_happening"),
        rows=_mails,
        columns=(
            Column("queued_at", _("Written")),
            Column("sent_at", _("Sent")),
            Column("read_at", _("Opened here")),
            Column("name", _("Kind"), lambda name: str(kind_in_words(name))),
            Column("address", _("Address")),
            Column("subject", _("Subject")),
            Column("words", _("Words")),
        ),
    ),
    Thing(
        name="sign_ins",
        label=_("Where you are signed in"),
        what=_("Each browser, with its network address and when it was last used"),
        why=_("So that you can end a sign-in that is not yours"),
        kinds=(LEAVER,),
        lasting=_days_signed_in(),
        tables=("usersessions_usersession", "django_session"),
        rows=lambda person: UserSession.objects.filter(user=person).order_by("-created_at"),
        columns=(
            Column("created_at", _("Signed in")),
            Column("last_seen_at", _("Last used")),
            Column("ip", _("Network address")),
            Column("user_agent", _("Browser")),
        ),
    ),
    Thing(
        name="ways_in",
        label=_("How you sign in"),
        what=_(
            "Authenticator apps, passkeys and recovery codes: since when, last used. Their "
            "secrets, and the hash of your password, the file leaves out"
        ),
        why=_("So that nobody else signs in as you"),
        kinds=(LEAVER,),
        lasting=_("Until you or somebody who may removes them"),
        tables=("mfa_authenticator",),
        rows=lambda person: Authenticator.objects.filter(user=person).order_by("pk"),
        columns=(
            Column("type", _("Kind"), chosen(Authenticator, "type")),
            Column("created_at", _("Added")),
            Column("last_used_at", _("Last used")),
        ),
    ),
    Thing(
        name="accounts_elsewhere",
        label=_("Your accounts at Google and Microsoft"),
        what=_("Which account you linked, and when it was last used"),
        why=_("So that you can sign in with it"),
        kinds=(LEAVER,),
        lasting=_("Until you unlink it"),
        tables=("socialaccount_socialaccount", "socialaccount_socialtoken", "accounts_provedlink"),
        rows=lambda person: SocialAccount.objects.filter(user=person).order_by("pk"),
        columns=(
            Column("provider", _("Provider")),
            Column("uid", _("Number there")),
            Column("date_joined", _("Linked")),
            Column("last_login", _("Last used")),
        ),
    ),
    Thing(
        name="addresses",
        label=_("Your addresses to sign in"),
        what=_("E-mail addresses, and whether a link in a mail to them was opened"),
        why=_("So that links to sign in reach you"),
        kinds=(LEAVER,),
        lasting=_("Until the roster has another one"),
        tables=("account_emailaddress", "account_emailconfirmation"),
        rows=lambda person: EmailAddress.objects.filter(user=person).order_by("pk"),
        columns=(
            Column("email", _("E-mail address")),
            Column("verified", _("Link opened")),
            Column("primary", _("Used for mail")),
        ),
    ),
    Thing(
        name="tokens",
        label=_("Your tokens for programs"),
        what=_("Name, reach and days; of the token itself only a hash is kept"),
        why=_("So that it can be told which program read in your name"),
        kinds=(LEAVER,),
        lasting=_("While you are here; a token works for a year at most"),
        tables=("api_token",),
        rows=lambda person: Token.objects.filter(maker=person),
        columns=(
            Column("name", _("Name")),
            Column("prefix", _("Begins with")),
            Column("scopes", _("May read")),
            Column("made_at", _("Made")),
            Column("expires_at", _("Ends")),
            Column("last_used_at", _("Last used")),
            Column("revoked_at", _("Revoked")),
        ),
    ),
    Thing(
        name="saved_views",
        label=_("Views of the report that you saved"),
        what=_("Their names and filters"),
        why=_("So that you find them again"),
        kinds=(LEAVER,),
        lasting=_("Until you delete them"),
        tables=("reports_savedview",),
        rows=lambda person: SavedView.objects.filter(person=person),
        columns=(
            Column("name", _("Name")),
            Column("query", _("Filters")),
            Column("saved_at", _("Saved")),
        ),
    ),
    Thing(
        name="exports",
        label=_("Reports that you exported"),
        what=_("Which, when, and how many rows"),
        why=_("So that it can be told who took data out of the portal"),
        lasting=_("The file until it ends; that you made it, for good"),
        tables=("reports_export", "reports_exportpart"),
        rows=lambda person: Export.objects.filter(made_by=person).order_by("-made_at"),
        columns=(
            Column("name", _("Name")),
            Column("rows", _("Rows")),
            Column("made_at", _("Made")),
            Column("expires_at", _("Ends")),
        ),
    ),
    Thing(
        name="long_work",
        label=_("Long work that you began"),
        what=_("What, when, and how it ended"),
        why=_("So that you can follow it"),
        lasting=_("For good; files that came of it, for a week"),
        tables=("jobs_job", "jobs_jobpiece"),
        rows=lambda person: Job.objects.filter(by=person).order_by("-created_at"),
        columns=(
            Column("kind", _("Kind")),
            Column("state", _("State"), chosen(Job, "state")),
            Column("created_at", _("Begun")),
            Column("ended_at", _("Ended")),
        ),
    ),
    Thing(
        name="on_drafts",
        label=_("What you wrote on drafts of policies"),
        what=_("Comments, and answers as a reader"),
        why=_("So that it can be told how a text came about"),
        lasting=_("As long as the version that the draft became; else as long as the draft"),
        tables=("policies_comment", "policies_opinion", "policies_draftedit"),
        rows=_marks,
        columns=(
            Column("at", _("When")),
            Column("about", _("About")),
            Column("text", _("Words")),
        ),
    ),
    Thing(
        name="acts",
        label=_("What you did here"),
        what=_(
            "Your own acts in the audit trail, and those about your sign-in. What others did, and "
            "what concerns are about, the file leaves out"
        ),
        why=_("So that nobody can act in your name and remain unknown"),
        lasting=_("For good: the trail proves nothing once something is taken out of it"),
        tables=("audit_event", "audit_sealedevent"),
        rows=_acts,
        columns=(
            Column("at", _("When")),
            Column("act", _("What was done"), phrases.in_words),
            Column("object_type", _("On what"), lambda label: str(object_in_words(label))),
            Column("object_id", _("Its number")),
        ),
    ),
)
