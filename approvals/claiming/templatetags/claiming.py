from django import template

from approvals.claiming.comparing import Verdict
from approvals.claiming.models import ExistingAccount

register = template.Library()
_KINDS = {
    ExistingAccount.State.ASKED: "warn",
    ExistingAccount.State.BACK: "bad",
    ExistingAccount.State.CLAIMED: "info",
    ExistingAccount.State.SETTLED: "ok",
}
_VERDICTS = {Verdict.FAULTY: "bad", Verdict.DOUBTFUL: "warn", Verdict.NEW: "ok"}


@register.filter
def existing_kind(account: ExistingAccount) -> str:
    """The colour of an existing account's state."""
    return _KINDS.get(ExistingAccount.State(account.state), "plain")


@register.filter
def verdict_kind(verdict: str) -> str:
    """The colour of what becomes of a line."""
    return _VERDICTS.get(Verdict(verdict), "plain")
