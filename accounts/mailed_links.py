"""The token in a mailed link: for one person, once, for PASSWORD_RESET_TIMEOUT seconds.

It dies with the next password, sign-in, change of address or linked account, and opens nothing for
somebody who has left.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models import Max

if TYPE_CHECKING:
    from accounts.models import Person


class LinkTokens(PasswordResetTokenGenerator):
    """Django's tokens, which hold password, address and last sign-in, and a little more."""

    key_salt = "accounts.mailed_links"

    def make_lasting(self, person: Person, *, seconds: int) -> str:
        """A token that dies after `seconds`: it is made as of so long ago."""
        spent = dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT - seconds)
        made = self._num_seconds(self._now() - spent)
        return self._make_token_with_timestamp(person, made, self.secret)

    def check_token(self, user: Person | None, token: str | None) -> bool:
        return bool(user and user.is_active) and super().check_token(user, token)

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        linked = SocialAccount.objects.filter(user=user.pk).aggregate(last=Max("pk"))["last"]
        return f"{super()._make_hash_value(user, timestamp)}{linked or ''}"
