"""Which account a report means, in its one spelling, and whether it is one of ours."""

from __future__ import annotations

from django.utils.translation import gettext as _

from approvals import platforms
from approvals.models import Platform
from approvals.platforms import Profile, UnreadableAddressError
from approvals.registry import checking
from approvals.registry.models import Account


class OursError(ValueError):
    """The address is in the registry of the district."""

    def __init__(self, account: Account) -> None:
        super().__init__(account)
        self.account = account


class PlatformMissingError(ValueError):
    """A handle without the platform on which it was seen."""


def meant(text: str, platform: Platform | None = None) -> tuple[Platform, Profile]:
    """The account that `text` means: a link by itself, a handle together with its `platform`.

    What is no profile of its platform, such as a single post, counts as the page that it is.
    Raises PlatformMissingError, and UnreadableAddressError for what is no address at all.
    """
    text = platforms.cleaned(text)
    known = list(Platform.objects.all())
    site = next((row for row in reversed(known) if not row.paths), None)
    found = platforms.at(text, known) or _of_handle(text, platform)
    if found and found.paths:
        try:
            return found, platforms.normalise(found, text)
        except UnreadableAddressError:
            if site is None or "/" not in text:
                raise
    if site is None:
        raise UnreadableAddressError(_("This is not a web address. Check it for typing slips."))
    return site, platforms.normalise(site, text)


def refuse_ours(profile: Profile) -> None:
    """Raises OursError where the address, or the site above it, is registered and not closed."""
    try:
        found = checking.check(profile.address)
    except UnreadableAddressError:
        return
    if found.verdict not in (checking.Verdict.OURS, checking.Verdict.NOT_NOW):
        return
    for account in found.accounts:
        if account.state != Account.State.CLOSED:
            raise OursError(account)


def _of_handle(text: str, platform: Platform | None) -> Platform | None:
    is_handle = text.startswith("@") or not set("/.") & set(text)
    if is_handle and len(text.split()) == 1 and platform is None:
        raise PlatformMissingError
    return None if "/" in text else platform
