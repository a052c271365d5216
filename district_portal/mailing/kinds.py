"""Every kind of mail that the portal sends: what people call it, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Kind:
    """A kind of mail for people: `title`, and `purpose` as a sentence.

    `guards` is for those that guard a sign-in. `is_test` is for the one that tries out a server.
    `is_about_text` says that it leads to a policy, which is in the portal's own language alone.
    `is_confidential` is for those of which nobody but whoever gets them may know who does.
    """

    title: StrPromise
    purpose: StrPromise
    guards: bool = False
    is_test: bool = False
    is_about_text: bool = False
    is_confidential: bool = False

    @property
    def stays(self) -> bool:
        """Whether nobody may change its text."""
        return self.guards or self.is_test


KINDS: Final = {
    "digest": Kind(
        _("Reminder to sign"),
        _("Names all that waits for a person’s signature."),
        is_about_text=True,
    ),
    "nudge": Kind(
        _("Reminder from a supervisor"),
        _("A supervisor asks one of their people to sign."),
        is_about_text=True,
    ),
    "escalation": Kind(
        _("Late people, to the supervisor"), _("Names who of their people is long late to sign.")
    ),
    "escalation_hr": Kind(
        _("Late people, to human resources"), _("Names who is late although a supervisor knows.")
    ),
    "signed": Kind(
        _("Receipt of a signature"),
        _("Confirms what a person has just signed."),
        is_about_text=True,
    ),
    "signed_on_paper": Kind(
        _("Receipt of a signature on paper"),
        _("Tells a person that a signature on paper was recorded in their name."),
        is_about_text=True,
    ),
    "marked_mistaken": Kind(
        _("Signature on paper does not count"),
        _("Tells a person that a signature was recorded in their name by mistake."),
        is_about_text=True,
    ),
    "closed_unsigned": Kind(
        _("Closed without a signature"),
        _("Tells a person what was recorded: refused, unable, or exempted."),
        is_about_text=True,
    ),
    "policy_rescinded": Kind(
        _("Policy rescinded"), _("Tells those who signed a policy that it no longer counts.")
    ),
    "draft_commented": Kind(
        _("Comment on a draft"), _("Tells those who work on a draft about a new comment.")
    ),
    "review_asked": Kind(_("Draft to read"), _("Asks a person to read a draft and answer.")),
    "review_answered": Kind(
        _("Answer about a draft"), _("Tells those who work on a draft what a reader answered.")
    ),
    "publication_proposed": Kind(
        _("Publication proposed"), _("Asks a second person to agree to a publication.")
    ),
    "publication_agreed": Kind(
        _("Publication agreed"), _("Tells the person who proposed it that a second person agreed.")
    ),
    "publication_sent_back": Kind(
        _("Publication sent back"), _("Tells the person who proposed it, with the reason.")
    ),
    "proposal_ended": Kind(_("Proposal ended"), _("Tells that a proposal to publish has ended.")),
    "scheduled_code_taken": Kind(
        _("Version not in force as planned"), _("Tells that another policy has taken its code.")
    ),
    "reviews_due": Kind(_("Policies to review"), _("Reminds owners to read their policies again.")),
    "question_asked": Kind(
        _("Question about a policy"), _("Tells the person who answers that a question has come in.")
    ),
    "question_paper": Kind(
        _("Sheet to sign on paper"), _("Tells the person in charge that somebody asks for a sheet.")
    ),
    "question_answered": Kind(
        _("Answer about a policy"), _("Tells the person who asked that there is an answer.")
    ),
    "question_handed_on": Kind(
        _("Question with somebody else"), _("Tells the person who asked who has the question now.")
    ),
    "questions_waiting": Kind(
        _("Questions still to answer"), _("Reminds a person of all questions that wait for them.")
    ),
    "request_waiting": Kind(_("Request to decide"), _("Asks an approver for a decision.")),
    "request_withdrawn": Kind(
        _("Request withdrawn"), _("Tells an approver that there is nothing left to decide.")
    ),
    "requests_waiting": Kind(
        _("Requests still to decide"), _("Reminds an approver of all that waits for them.")
    ),
    "request_question": Kind(
        _("Question about a request"), _("Tells the requester what an approver wants to know.")
    ),
    "request_answer": Kind(
        _("Answer about a request"), _("Tells an approver what the requester answered.")
    ),
    "request_escalated": Kind(
        _("Request with the next level"),
        _("Tells the requester that the next level is asked as well."),
    ),
    "approvals_to_confirm": Kind(
        _("Approvals to confirm again"), _("Names approvals that rest on a revised clause.")
    ),
    "decision_approved": Kind(
        _("Request approved"), _("Tells the requester that everyone has agreed.")
    ),
    "decision_denied": Kind(_("Request denied"), _("Tells the requester, with the reason.")),
    "decision_forwarded": Kind(
        _("Request one step further"), _("Tells the requester who decides next.")
    ),
    "decision_returned": Kind(
        _("Request to change"), _("Asks the requester for changes, with the reason.")
    ),
    "account_waiting": Kind(_("Parents to be told"), _("Asks an owner to send the letter first.")),
    "account_active": Kind(_("Account active"), _("Tells those who look after an account.")),
    "parents_due": Kind(
        _("Parents to be told again"), _("Reminds owners in each school year to tell parents.")
    ),
    "account_lapsed": Kind(
        _("Account suspended"), _("Tells that parents were not told this school year.")
    ),
    "impostor_reported": Kind(
        _("Possible impostor"), _("Tells at once that somebody may pose as the district.")
    ),
    "account_suspended": Kind(
        _("Account suspended, with a reason"), _("Tells those who look after it, with the reason.")
    ),
    "account_closed": Kind(
        _("Account closed"), _("Tells those who look after it that it has ended, and why.")
    ),
    "account_reopened": Kind(
        _("Account open again"), _("Tells those who look after it, with the reason to reopen it.")
    ),
    "account_care": Kind(
        _("Account looked after otherwise"), _("Tells what somebody else changed about it.")
    ),
    "account_handover": Kind(
        _("Account to hand over"), _("Asks who will look after an account when somebody has left.")
    ),
    "checks_due": Kind(
        _("Accounts to check"), _("Reminds owners to confirm their accounts once a school year.")
    ),
    "checks_overdue": Kind(
        _("Overdue checks of accounts"), _("Tells the District Administrator once a week.")
    ),
    "existing_to_claim": Kind(
        _("Existing accounts to claim"),
        _("Asks people whether accounts that were found are theirs."),
    ),
    "existing_back": Kind(
        _("Existing accounts to settle"),
        _("Lists accounts that are not theirs, were closed, or got no answer."),
    ),
    "concern_waiting": Kind(
        _("Concern to read"), _("Tells at once that a concern waits."), is_confidential=True
    ),
    "concern_closed": Kind(
        _("Concern closed"),
        _("Tells the person who reported it, without the outcome."),
        is_confidential=True,
    ),
    "concern_draft": Kind(
        _("Draft not sent"), _("Reminds of a concern begun to report."), is_confidential=True
    ),
    "concern_due": Kind(
        _("Deadline for a concern"), _("Reminds those who handle it."), is_confidential=True
    ),
    "concern_overdue": Kind(
        _("Deadline has passed"), _("Tells those who handle a concern."), is_confidential=True
    ),
    "exemption_recorded": Kind(
        _("Outcome of an exemption"), _("Tells the holder what was agreed instead.")
    ),
    "exemption_revoked": Kind(_("Exemption revoked"), _("Tells the holder, with the reason.")),
    "exemption_ending": Kind(_("Exemption ends"), _("Reminds the holder in time.")),
    "exemption_meeting": Kind(
        _("Invitation to a meeting"), _("Invites those who are to talk about an exemption.")
    ),
    "exemption_meeting_off": Kind(_("Meeting cancelled"), _("Tells the people who were invited.")),
    "speaking_ended": Kind(
        _("Speaks no more"), _("Tells somebody that they no longer speak for the district.")
    ),
    "speaking_moved": Kind(
        _("Spokesperson works elsewhere"),
        _("Tells them and the District Administrator that a school has no spokesperson."),
    ),
    "speaking_ending": Kind(_("Speaking ends"), _("Reminds a spokesperson in time.")),
    "relationship_ended": Kind(
        _("Tie to students ended"), _("Tells the holder that somebody else ended it, and why.")
    ),
    "relationship_over": Kind(
        _("Tie to students over"), _("Tells the supervisor of whoever held it.")
    ),
    "relationship_ending": Kind(_("Tie to students ends"), _("Reminds the holder in time.")),
    "delegation_asked": Kind(_("Asked to stand in"), _("Asks a person to act for another.")),
    "delegation_entered": Kind(
        _("Stand-in entered"), _("Tells a person who is asked to act for them.")
    ),
    "delegation_accepted": Kind(
        _("Stand-in accepted"), _("Tells a person who acts for them from now on.")
    ),
    "delegation_declined": Kind(
        _("Stand-in declined"), _("Tells a person who will not act for them.")
    ),
    "delegation_ended": Kind(_("Stand-in ended"), _("Tells both that it is over.")),
    "report_ready": Kind(
        _("Exported report"), _("Tells the person who asked for a large file that it is ready.")
    ),
    "api_token_made": Kind(
        _("Token made"), _("Tells a person that a token for a program was made in their name.")
    ),
    "api_token_expiring": Kind(
        _("Token ends"), _("Reminds the person who made a token for a program, a week before.")
    ),
    "api_token_revoked": Kind(
        _("Token revoked"),
        _("Tells the person who made a token that somebody else revoked it, and why."),
    ),
    "audit_head": Kind(
        _("Seal of the audit trail"),
        _("Gives the auditor each day what proves that the trail was not rewritten."),
    ),
    "alarm_begun": Kind(
        _("Something is not well"),
        _("Tells the Technology Coordinator, once, what is wrong with the portal."),
    ),
    "alarm_over": Kind(
        _("It is well again"), _("Tells the Technology Coordinator that an alarm is over.")
    ),
    "roster_night": Kind(_("Roster of last night"), _("Tells what came in, or why nothing did.")),
    "roster_to_confirm": Kind(_("Roster to confirm"), _("Asks a second person to confirm it.")),
    "trial": Kind(_("Test message"), _("Shows whether mail arrives."), is_test=True),
    "first_password": Kind(
        _("First password"), _("Leads a new person to their first password."), guards=True
    ),
    "password_link": Kind(
        _("New password"), _("Leads to a new password when one is forgotten."), guards=True
    ),
    "link_to_prove": Kind(
        _("Proof that it is you"), _("Shows by a link that it is you."), guards=True
    ),
    "sign_in_changed": Kind(
        _("Sign-in changed"), _("Warns of another password or device."), guards=True
    ),
    "address_changed": Kind(
        _("E-mail address changed"), _("Tells a person at the old address."), guards=True
    ),
}

CONFIDENTIAL: Final = frozenset(name for name, kind in KINDS.items() if kind.is_confidential)


def kind_in_words(name: str) -> str:
    """The name of a kind of mail as a person reads it."""
    kind = KINDS.get(name)
    return str(kind.title) if kind else gettext(name.replace("_", " ").capitalize())
