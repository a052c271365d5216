"""Named people are asked to read a draft before it is published, and answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.models.person import sort_key
from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words, date_in_words_lazy
from policies.models import Draft, Opinion, Version

MOST_FOUND: Final = 20
"""People that a search offers at most."""


class NotAskedError(Exception):
    """The person is not asked, or not any more."""


class AlreadyAnsweredError(Exception):
    """The question was answered before; see `opinion`."""

    def __init__(self, opinion: Opinion) -> None:
        super().__init__(str(opinion))
        self.opinion = opinion


@transaction.atomic
def ask(
    draft: Draft,
    readers: Iterable[Person],
    *,
    by: Person,
    question: str = "",
    due_on: dt.date | None = None,
    at: dt.datetime | None = None,
) -> list[Opinion]:
    """Ask people who are on the roster to read `draft`, by mail and on their tasks.

    Who is asked already and has not answered is not asked twice. `due_on` is a local date,
    `at` aware, now unless given. Answers the new questions. Raises Draft.DoesNotExist when it
    is gone.
    """
    at = at or timezone.now()
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    waiting = set(draft.opinions.filter(answer="").values_list("reader", flat=True))
    asked = []
    for reader in readers:
        if reader.pk in waiting or not reader.is_active:
            continue
        waiting.add(reader.pk)
        opinion = Opinion.objects.create(
            draft=draft,
            reader=reader,
            question=question.strip(),
            due_on=due_on,
            asked_by=by,
            asked_at=at,
        )
        audit.record(
            "reviews.asked", by=by, on=draft, person=reader, after={"due_on": due_on}, at=at
        )
        _mail_question(opinion, key=f"review_asked:{opinion.pk}")
        asked.append(opinion)
    return asked


@transaction.atomic
def answer(
    opinion: Opinion,
    *,
    by: Person,
    answer: str,
    note: str = "",
    revision: int,
    at: dt.datetime | None = None,
) -> Opinion:
    """Say that the draft is fine, or what should be changed, and tell who asked.

    `answer` is an Opinion.Answer, `revision` the draft's number that the reader saw, `at`
    is aware, now unless given. Raises NotAskedError when the question is another person's or was
    withdrawn, AlreadyAnsweredError, ValueError when something should be changed and `note` does
    not say what.
    """
    if answer == Opinion.Answer.CHANGES and not note.strip():
        raise ValueError("a note must say what should be changed")
    at = at or timezone.now()
    found = _locked(opinion)
    if found is None or found.reader_id != by.pk or found.draft is None:
        raise NotAskedError
    if found.answer:
        raise AlreadyAnsweredError(found)
    found.answer, found.note = Opinion.Answer(answer), note.strip()
    found.revision, found.answered_at = min(revision, found.draft.revision), at
    found.save(update_fields=["answer", "note", "revision", "answered_at"])
    audit.record(
        "reviews.answered",
        by=by,
        on=found.draft,
        after={"answer": answer, "revision": revision},
        at=at,
    )
    mailing.queue(
        "review_answered",
        key=f"review_answered:{found.pk}",
        to=found.asked_by,
        context={
            "opinion": found,
            "draft": found.draft,
            "link": reverse("policies:readers", args=[found.draft.pk]),
        },
    )
    return found


@transaction.atomic
def remind(opinion: Opinion, *, by: Person) -> bool:
    """Ask once more, at most once a day; whether a mail goes out. Raises NotAskedError."""
    found = _locked(opinion)
    if found is None or found.draft is None or found.answer:
        raise NotAskedError
    if not _mail_question(found, key=f"review_asked:{found.pk}:{today()}", again=True):
        return False
    audit.record("reviews.reminded", by=by, on=found.draft, person=found.reader)
    return True


@transaction.atomic
def withdraw(opinion: Opinion, *, by: Person) -> None:
    """Take a question back that was not answered yet; harmless when it was taken back before.

    Raises AlreadyAnsweredError.
    """
    found = _locked(opinion)
    if found is None:
        return
    if found.answer:
        raise AlreadyAnsweredError(found)
    audit.record("reviews.withdrawn", by=by, on=found.draft, person=found.reader)
    found.delete()


def what_became(pk: int, person: Person) -> str:
    """What became of the draft with this number that `person` was asked to read and can't any more.

    In words; nothing for somebody who never was asked.
    """
    asked = audit.events(
        act="reviews.asked", object_type="policies.draft", object_id=str(pk), person_id=person.pk
    ).first()
    if asked is None:
        return ""
    said: dict[str, object] = {"policy": asked.object}
    if version := Version.objects.filter(from_draft=pk).first():
        said |= {"n": version.number, "day": date_in_words(version.effective_on, style="long")}
        if version.state == Version.State.WITHDRAWN:
            return _("The draft of %(policy)s was published and withdrawn before its day.") % said
        return (
            _(
                "The draft of %(policy)s is finished. It comes into force on %(day)s as version"
                " %(n)s, and can be read from then on."
            )
            % said
        )
    if Draft.objects.filter(pk=pk).exists():
        return _("You are no longer asked to read the draft of %(policy)s.") % said
    return _("The draft of %(policy)s was discarded. Nothing is asked of you any more.") % said


def keep(draft: Draft, *, version: Version) -> None:
    """Let what was answered stay with the version that `draft` became."""
    draft.opinions.update(version=version)


def of(draft: Draft) -> QuerySet[Opinion]:
    """Every question about `draft`, those without an answer first."""
    return draft.opinions.select_related("reader", "asked_by").order_by("answered_at", "pk")


def asked_of(person: Person, draft: Draft) -> Opinion | None:
    """The question that waits for the person's answer, or else the one answered last."""
    opinions = draft.opinions.filter(reader=person).select_related("asked_by")
    return opinions.filter(answer="").first() or opinions.order_by("answered_at").last()


def waiting_for(person: Person) -> QuerySet[Opinion]:
    """Questions that wait for the person's answer, the earliest day first."""
    return (
        Opinion.objects.filter(reader=person, answer="", draft__isnull=False)
        .select_related("draft", "asked_by")
        .only("due_on", "draft__code", "draft__title", "draft__source_name", "asked_by")
        .order_by("due_on", "pk")
    )


def found(words: str) -> QuerySet[Person]:
    """People on the roster whose name has all of `words`, whatever their accents."""
    people = Person.objects.filter(is_active=True)
    for word in words.split():
        people = people.filter(sort_name__contains=sort_key(word, "").strip())
    return people.order_by("sort_name", "pk")


def _mail_question(opinion: Opinion, *, key: str, again: bool = False) -> bool:
    assert opinion.draft is not None  # noqa: S101 – only a draft is asked about
    return mailing.queue(
        "review_asked",
        key=key,
        to=opinion.reader,
        context={
            "opinion": opinion,
            "draft": opinion.draft,
            "again": again,
            "day": date_in_words_lazy(opinion.due_on, style="weekday") if opinion.due_on else "",
            "link": reverse("policies:review", args=[opinion.draft.pk]),
        },
    )


def _locked(opinion: Opinion) -> Opinion | None:
    opinions = Opinion.objects.select_for_update(of=("self",))
    return opinions.select_related("draft", "reader", "asked_by").filter(pk=opinion.pk).first()
