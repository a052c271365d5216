"""Who gets in: only people on the roster."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class RosterAdapter(DefaultAccountAdapter):
    """allauth's hooks, closed to everybody who is not on the roster."""

    def is_open_for_signup(self, request: object) -> bool:
        return False
