"""What somebody asked for, decided, looks after, and reported."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.claiming.models import ExistingAccount
from approvals.concerns.models import Concern
from approvals.concerns.permissions import reported_by_me
from approvals.confirming.models import Confirmation
from approvals.exemptions.models import Exemption
from approvals.models import Decision, Remark, Request, Submission
from approvals.registry.models import Account
from approvals.relationships.models import Relationship
from approvals.speaking.models import Spokesperson
from district_portal.privacy.records import LEAVER
from district_portal.privacy.things import Column, Thing, answers_in_words, chosen
from policies.questions.models import Entry, Question

_STAYS = _("For good, and the request that it came of with it")
_FAIR = _("So that it can be told what was asked, who decided it, and why")

THINGS: Final = (
    Thing(
        name="requests",
        label=_("What you asked for"),
        what=_("Your requests and drafts of them, and how each stands"),
        why=_FAIR,
        kinds=("request", LEAVER),
        tables=(
            *("approvals_request", "approvals_step", "approvals_seat"),
            *("exemptions_meeting", "exemptions_meeting_people", "exemptions_minutes"),
        ),
        rows=lambda person: Request.objects.filter(requester=person),
        columns=(
            Column("number", _("Number")),
            Column("kind", _("Kind")),
            Column("title", _("Title")),
            Column("state", _("State"), chosen(Request, "state")),
            Column("created_at", _("Begun")),
            Column("sent_at", _("Sent")),
            Column("closed_at", _("Closed")),
        ),
    ),
    Thing(
        name="answers",
        label=_("What you answered in requests"),
        what=_("The answers on the forms as you sent them, with your promises"),
        why=_FAIR,
        kinds=("request",),
        tables=("approvals_submission", "approvals_attestation"),
        rows=lambda person: Submission.objects.filter(sent_by=person).order_by("-sent_at", "-pk"),
        columns=(
            Column("request__number", _("Request")),
            Column("number", _("Sent how often")),
            Column("sent_at", _("Sent")),
            Column("words", _("Answers"), answers_in_words),
        ),
    ),
    Thing(
        name="remarks",
        label=_("What was written beside requests"),
        what=_("What you wrote beside requests, and what others wrote beside yours"),
        why=_FAIR,
        kinds=("request",),
        tables=("approvals_remark",),
        rows=lambda person: Remark.objects.filter(
            Q(person=person) | Q(request__requester=person)
        ).order_by("-written_at", "-pk"),
        columns=(
            Column("request__number", _("Request")),
            Column("person__given_name", _("First name of who wrote")),
            Column("person__family_name", _("Last name of who wrote")),
            Column("written_at", _("Written")),
            Column("text", _("Words")),
        ),
    ),
    Thing(
        name="decisions",
        label=_("Decisions"),
        what=_("What you decided, and what was decided on your requests, with the reasons"),
        why=_FAIR,
        kinds=("request",),
        tables=("approvals_decision",),
        rows=lambda person: Decision.objects.filter(
            Q(person=person) | Q(step__submission__request__requester=person)
        ).order_by("-decided_at", "-pk"),
        columns=(
            Column("step__submission__request__number", _("Request")),
            Column("person__given_name", _("First name of who decided")),
            Column("person__family_name", _("Last name of who decided")),
            Column("outcome", _("Outcome"), chosen(Decision, "outcome")),
            Column("reason", _("Reason")),
            Column("decided_at", _("Decided")),
        ),
    ),
    Thing(
        name="confirmations",
        label=_("What you confirmed under a revised policy"),
        what=_("Whether an approval still holds, in your words"),
        why=_FAIR,
        kinds=("request",),
        tables=("confirming_confirmation", "confirming_recheck"),
        rows=lambda person: Confirmation.objects.filter(person=person).order_by("-said_at", "-pk"),
        columns=(
            Column("recheck__request__number", _("Request")),
            Column("holds", _("Still holds")),
            Column("words", _("Words")),
            Column("said_at", _("Said")),
        ),
    ),
    Thing(
        name="accounts",
        label=_("Accounts that you look after"),
        what=_("Official accounts whose owner, manager or recovery owner you are"),
        why=_("So that each account of the district has somebody who answers for it"),
        kinds=("account",),
        tables=(
            *("registry_account", "registry_account_managers", "registry_former"),
            *("registry_handover", "registry_certification", "registry_entry"),
        ),
        rows=lambda person: (
            Account.objects.filter(
                Q(owner=person) | Q(recovery_owner=person) | Q(managing__person=person)
            )
            .distinct()
            .order_by("pk")
        ),
        columns=(
            Column("platform__name", _("Platform")),
            Column("handle", _("Handle")),
            Column("name", _("Name")),
            Column("state", _("State"), chosen(Account, "state")),
            Column("approved_at", _("Approved")),
        ),
    ),
    Thing(
        name="existing_accounts",
        label=_("Accounts that were there before"),
        what=_("Those that you claimed, or that are said to be yours"),
        why=_("So that an account that looks official has somebody who answers for it"),
        lasting=_STAYS,
        tables=("claiming_existingaccount", "claiming_act"),
        rows=lambda person: ExistingAccount.objects.filter(person=person).order_by("pk"),
        columns=(
            Column("platform__name", _("Platform")),
            Column("handle", _("Handle")),
            Column("name", _("Name")),
            Column("state", _("State"), chosen(ExistingAccount, "state")),
            Column("listed_at", _("Listed")),
        ),
    ),
    Thing(
        name="exemptions",
        label=_("Your exemptions"),
        what=_("From which rule, and since when; its outcome stands on its page"),
        why=_("So that nobody is blamed for what was allowed"),
        lasting=_STAYS,
        tables=("exemptions_exemption", "exemptions_outcome", "exemptions_revocation"),
        rows=lambda person: Exemption.objects.filter(holder=person).order_by("-granted_at", "-pk"),
        columns=(
            Column("request__number", _("Request")),
            Column("subject", _("Subject")),
            Column("granted_at", _("Granted")),
        ),
    ),
    Thing(
        name="relationships",
        label=_("Your ties to students outside school"),
        what=_("What you told of each, who consented, and from when to when"),
        why=_("So that students are safe, and that nobody is suspected for what is known"),
        lasting=_STAYS,
        tables=("relationships_relationship", "relationships_ending"),
        rows=lambda person: Relationship.objects.filter(holder=person).order_by("-noted_at", "-pk"),
        columns=(
            Column("request__number", _("Request")),
            Column("students", _("Students")),
            Column("who", _("Who")),
            Column("channels", _("Channels")),
            Column("purpose", _("Purpose")),
            Column("starts_on", _("From")),
            Column("ends_on", _("Last day")),
        ),
    ),
    Thing(
        name="speaking",
        label=_("When you speak for the district"),
        what=_("For whom, where, and from when to when"),
        why=_("So that everybody knows who may speak in its name"),
        lasting=_STAYS,
        tables=("speaking_spokesperson", "speaking_end"),
        rows=lambda person: Spokesperson.objects.filter(person=person).order_by("-starts_on"),
        columns=(
            Column("request__number", _("Request")),
            Column("scope", _("About what")),
            Column("starts_on", _("From")),
            Column("ends_on", _("Last day")),
        ),
    ),
    Thing(
        name="questions",
        label=_("What you asked about policies"),
        what=_("Your questions, and who has each in hand"),
        why=_("So that each is answered, and the text becomes clearer"),
        kinds=("question",),
        tables=("questions_question",),
        rows=lambda person: Question.objects.filter(asker=person),
        columns=(
            Column("version__code", _("Policy")),
            Column("about", _("Clause")),
            Column("kind", _("Kind"), chosen(Question, "kind")),
            Column("text", _("Question")),
            Column("asked_at", _("Asked")),
            Column("state", _("State"), chosen(Question, "state")),
        ),
    ),
    Thing(
        name="answered",
        label=_("What was written about your questions, and what you wrote"),
        what=_("Answers to you, and your own words about questions of others"),
        why=_("So that each is answered, and the text becomes clearer"),
        kinds=("question",),
        tables=("questions_entry",),
        rows=lambda person: Entry.objects.filter(Q(question__asker=person) | Q(by=person)).order_by(
            "-at", "-pk"
        ),
        columns=(
            Column("question__version__code", _("Policy")),
            Column("what", _("What"), chosen(Entry, "what")),
            Column("text", _("Words")),
            Column("at", _("When")),
        ),
    ),
    Thing(
        name="concerns",
        label=_("Concerns that you reported"),
        what=_(
            "That you reported, and when. Its words are sealed: you read them on its page, and no "
            "file ever holds them. What others reported is told to nobody but those who deal with "
            "it, whomever it is about"
        ),
        why=_("So that somebody who may be in danger is helped"),
        kinds=("concern",),
        tables=(
            *("concerns_concern", "concerns_statement", "concerns_act", "concerns_receiver"),
            *("concerns_draftfile", "concerns_evidence", "concerns_studentname"),
        ),
        rows=lambda person: Concern.objects.filter(reported_by_me(person)).order_by("-pk"),
        columns=(
            Column("number", _("Number")),
            Column("kind", _("Kind"), chosen(Concern, "kind")),
            Column("sent_at", _("Sent")),
        ),
    ),
)
