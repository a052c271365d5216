"""What follows when somebody signed in, added a factor, or left."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts import devices, noting_sign_ins, recent_sign_in, second_factor
from accounts.signals import people_ended
from accounts.signing_out import end_sign_ins


@receiver(user_logged_in)
def remember_sign_in(sender: object, *, request: Any, **kwargs: Any) -> None:
    """Begin the time within which the person may sign and decide, and record by which ways."""
    recent_sign_in.remember(request)
    noting_sign_ins.signed_in(request, kwargs["user"])


@receiver(authentication_step_completed)
def change_key(sender: object, *, request: Any, **told: Any) -> None:
    """Whoever shows once more who they are goes on under another key of the session."""
    if told.get("reauthenticated"):
        devices.change_key(request)
        noting_sign_ins.proved(told["user"], way=told["method"])


@receiver(authenticator_added)
def factor_added(sender: object, *, request: Any, authenticator: Any, **kwargs: Any) -> None:
    """Let this session count as proved."""
    second_factor.prove_by_adding(request, authenticator)


@receiver(people_ended)
def sign_out_who_left(sender: object, *, people: set[int], **kwargs: Any) -> None:
    """Nobody who has left stays signed in."""
    end_sign_ins(people)
