"""Two programs of the demo district: one that reads, and one that does so no more."""

from __future__ import annotations

from uuid import uuid4

from accounts.roles import holders
from district_portal.api import making, revoking
from district_portal.api.scopes import Scope
from district_portal.permissions import Role


def let_read() -> None:
    """Give payroll a token, and take that of an old intranet away; nobody knows their texts."""
    hr, administrator = holders(Role.HR).get(), holders(Role.DISTRICT_ADMINISTRATOR).get()
    scopes = [Scope.PEOPLE, Scope.ACKNOWLEDGMENTS]
    making.make("Payroll", scopes, days=making.USUAL, once=uuid4(), by=hr)
    old = making.make("Old intranet", [Scope.POLICIES], days=365, once=uuid4(), by=hr).token
    revoking.revoke(old, by=administrator, why="The intranet was switched off.")
