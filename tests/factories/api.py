"""Tokens by which programs read."""

from __future__ import annotations

from uuid import uuid4

from district_portal.api import making
from district_portal.api.scopes import Scope, offered_to


def token(by, *scopes, at=None, days=90, name="Payroll"):
    """A token of `by` and its text; of all that `by` may give unless told."""
    chosen = [Scope(scope) for scope in scopes] or offered_to(by)
    made = making.make(name, chosen, days=days, once=uuid4(), by=by, at=at)
    return made.token, made.text


def bearer(by, *scopes, **more):
    """The header of a program that shows such a token, for the test client."""
    return {"authorization": f"Bearer {token(by, *scopes, **more)[1]}"}
