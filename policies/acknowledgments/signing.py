"""Sign a version: by the person themselves, once, with all that proves it.

Nothing is acknowledged by opening a page, in bulk, or for somebody else (Shockley v. PrimeLending,
8th Cir. 2019; Wis. Stat. 137.11(8)). The confirmation mail is a part of the proof: in doubt it is
held for a person to look at, never silently sent twice.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import recent_sign_in
from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.district.keeping_words import in_own_language
from policies.acknowledgments import assigning, differing
from policies.acknowledgments.models import Assignment, Mistake, Signature
from policies.acknowledgments.quizzing import passing
from policies.acknowledgments.year_asked import asked_year
from policies.models import Version

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from accounts.models import Person
    from policies.acknowledgments.models import Pin, Slip


class SignInFirstError(Exception):
    """The password was given too long ago, or never: nobody else may sign at an open screen."""


class NotAskedError(Exception):
    """The person has nothing open to sign for this version: it ended, or was never asked."""


class SupersededError(NotAskedError):
    """A newer version is in force; the person is asked for that one, if at all."""


class QuestionsOpenError(Exception):
    """The version has check questions that the person has yet to answer, or read the clause of."""


@transaction.atomic
def sign(
    person: Person,
    version: Version,
    *,
    typed_name: str,
    address: str | None,
    browser: str,
    opened_at: dt.datetime | None,
    signed_in_at: dt.datetime | None,
    slip: Slip | None = None,
    pin: Pin | None = None,
    at: dt.datetime | None = None,
) -> Signature:
    """Sign `version` as `person`; ends every open assignment of theirs for it.

    Also what was closed unsigned ends well, if it is still required; its record stays.

    `typed_name` is taken as typed; one that is not the person's is flagged. `address` is the
    network address, `browser` what it calls itself, `opened_at` when the text was first shown,
    `signed_in_at` when the password was last given; times are aware, `at` now unless given. At a
    shared device `slip` and `pin` opened it, and `signed_in_at` is when the PIN was typed.
    Signing twice answers the first signature. Raises SupersededError, NotAskedError,
    QuestionsOpenError, and SignInFirstError when `signed_in_at` is more than
    ACCOUNT_REAUTHENTICATION_TIMEOUT ago.
    """
    hold_still(version)
    at = at or timezone.now()
    year = asked_year(today(at))
    asked = waiting(version, people=[person.pk], at=at)
    closed = waiting(version, people=[person.pk], at=at, closed_in=year)
    signature = standing(person, version, school_year=year if asked or closed else None)
    if not asked and not closed:
        if signature is None:
            raise _refusal(version)
        return signature
    if signature is None and passing.is_open(person, version, school_year=year):
        raise QuestionsOpenError(str(version))
    if not recent_sign_in.is_recent(signed_in_at, at=at):
        raise SignInFirstError
    if signature is None:
        signature = Signature.objects.create(
            person=person,
            version=version,
            school_year=year,
            instead_of=mistaken(person, version, school_year=year),
            signed_at=at,
            version_sha256=version.sha256,
            statement=statement(person, version),
            typed_name=typed_name.strip(),
            name_matches=name_matches(person, typed_name),
            opened_at=opened_at,
            signed_in_at=signed_in_at,
            address=address,
            browser=browser,
            method=Signature.Method.KIOSK if slip else Signature.Method.BROWSER,
            slip=slip,
            pin=pin,
        )
        _tell(signature)
    fulfil(signature, asked=asked, closed=closed, at=at)
    return signature


def waiting(
    version: Version, *, people: Collection[int], at: dt.datetime, closed_in: str | None = None
) -> list[Any]:
    """What `people` (ids) have open for `version`, locked, each with `on_leave`.

    With a school year as `closed_in`, what was closed unsigned and may still be signed instead.
    """
    rows = Assignment.objects.open().filter(person__in=people, version=version)
    if closed_in:
        rows = assigning.closed_for(people, version, school_year=closed_in)
    in_order = rows.with_leave(today(at)).order_by("requirement_id", "pk")
    return list(in_order.select_for_update(of=("self",)))


def fulfil(
    signature: Signature, *, asked: Sequence[Any], closed: Sequence[Any], at: dt.datetime
) -> None:
    """End by `signature` what `waiting` answered: open ones, and those that were closed."""
    Assignment.objects.filter(pk__in=[assignment.pk for assignment in asked]).update(
        ended_at=at, ended_why=Assignment.Ended.SIGNED, signature=signature
    )
    if closed:
        assigning.sign_closed(closed, signature, at=at)
    if [*asked, *closed][0].on_leave:
        _answer_what_waits(signature, at=at)


def standing(
    person: Person, version: Version, *, school_year: str | None = None
) -> Signature | None:
    """The signature of `person` under `version` that counts: of a school year, or the latest."""
    signatures = Signature.objects.counting().filter(person=person, version=version)
    if school_year:
        signatures = signatures.filter(school_year=school_year)
    return signatures.first()


def mistaken(person: Person, version: Version, *, school_year: str) -> Mistake | None:
    """The mistake by which a signature of that school year counts no more, unless one replaced it.

    A new signature names it, so that the database can hold people to one that counts.
    """
    return Mistake.objects.filter(
        signature__person=person,
        signature__version=version,
        signature__school_year=school_year,
        replaced_by=None,
    ).first()


def statement(person: Person, version: Version) -> str:
    """The sentence that is signed, word for word as the page shows it."""
    return statement_of(person.full_name, version)


@in_own_language()
def statement_of(name: str, version: Version) -> str:
    """The same sentence for whoever has that name, as a list on paper has it for many.

    In the language of the policy, whatever the page speaks: one sentence is signed by everybody.
    """
    return _sentence(name, version)


def meaning(person: Person, version: Version) -> str:
    """What the sentence means in the reader's language; empty where that is the policy's."""
    if get_language() == settings.LANGUAGE_CODE:
        return ""
    return _sentence(person.full_name, version)


def _sentence(name: str, version: Version) -> str:
    return _(
        "I, %(person)s, have read %(kind)s %(code)s, %(title)s, version %(number)s, "
        "and agree to follow it."
    ) % {
        "person": name,
        "kind": version.policy.get_kind_display().lower(),
        "code": version.code,
        "title": version.title,
        "number": version.number,
    }


def name_matches(person: Person, typed_name: str) -> bool:
    """Whether all words of the person's name were typed; case, accents and order don't matter.

    Either name counts: that of the roster, and the one by which the person is called.
    """
    typed = _words(typed_name)
    return any(_words(name) <= typed for name in (str(person), person.roster_name))


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(c if c.isalnum() or c.isspace() else "" for c in plain.replace("-", " "))
    return set(kept.split())


def hold_still(version: Version) -> None:
    """Let nobody publish or reconcile this policy before we are done; others may sign."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM policies_policy WHERE id = %s FOR SHARE", [version.policy_id])


def _answer_what_waits(signature: Signature, *, at: dt.datetime) -> None:
    """Count it for requirements that would have asked the person only once back from leave."""
    policy = signature.version.policy
    for requirement in policy.requirements.filter(ended_at=None).order_by("pk"):
        differing.close(requirement, at=at, people=[signature.person_id])


def _refusal(version: Version) -> NotAskedError:
    state = Version.objects.values_list("state", flat=True).get(pk=version.pk)
    if state == Version.State.SUPERSEDED:
        return SupersededError(str(version))
    return NotAskedError(str(version))


def _tell(signature: Signature) -> None:
    """Record the act, and send the receipt, which is kept."""
    audit.record(
        "acknowledgments.signed",
        by=signature.person,
        on=signature,
        person=signature.person,
        after={
            "receipt": signature.receipt,
            "version_sha256": signature.version_sha256,
            "school_year": signature.school_year,
            "name_matches": signature.name_matches,
            "method": signature.method,
            **_at_kiosk(signature),
        },
        at=signature.signed_at,
    )
    mailing.queue(
        "signed",
        key=f"signed:{signature.pk}",
        to=signature.person,
        context={
            "signature": signature,
            "version": signature.version,
            "link": reverse("acknowledgments:receipt", args=[signature.pk]),
        },
        in_doubt="hold",
    )


def _at_kiosk(signature: Signature) -> dict[str, int]:
    """What opened the shared device at which it was signed, for the record."""
    if signature.slip_id is None or signature.pin_id is None:
        return {}
    return {"slip": signature.slip_id, "pin": signature.pin_id}
