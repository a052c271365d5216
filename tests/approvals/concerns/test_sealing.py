"""What is sealed opens with its key, at its place, and nowhere else."""

from __future__ import annotations

import io
import secrets

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction

from approvals.concerns import filing, reporting, sealing
from approvals.concerns.models import ConcernKey, Evidence
from tests.factories import concerns as factory
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def concern(cast):
    return factory.reported(cast.lou, files=[("page.jpg", factory.picture(place="45.1 N"))])


def everything_stored() -> dict[str, bytes]:
    """Each row of each frozen or sealed table but that of keys, as the database has it."""
    tables = ("concern", "statement", "evidence", "studentname", "receiver", "act")
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM concerns_{table} t ORDER BY id")
            found[table] = cursor.fetchall()
    return found


def test_what_was_told_is_read_back(concern):
    told = reporting.statement(concern)
    assert told["what"] == factory.told()["what"]
    assert told["where"] == "The page of the band"


def test_no_word_of_it_stands_in_the_database(concern):
    stored = repr(everything_stored())
    for word in ("grades", "band", "page.jpg", "45.1 N"):
        assert word not in stored
        assert word.encode().hex() not in stored


def test_what_is_sealed_twice_never_looks_the_same(concern):
    assert sealing.seal(concern, "yes", field="act") != sealing.seal(concern, "yes", field="act")


def test_it_opens_at_its_own_field_alone(concern):
    sealed = sealing.seal(concern, "yes", field="act 1")
    assert sealing.open_(concern, sealed, field="act 1") == "yes"
    with pytest.raises(sealing.SealedError):
        sealing.open_(concern, sealed, field="act 2")


def test_it_opens_in_its_own_concern_alone(cast, concern):
    other = factory.reported(cast.gus)
    sealed = sealing.seal(concern, "yes", field="act")
    with pytest.raises(sealing.SealedError):
        sealing.open_(other, sealed, field="act")
    ConcernKey.objects.filter(concern=other).update(wrapped=concern.key.wrapped)
    other.refresh_from_db()
    with pytest.raises(sealing.SealedError):
        sealing.seal(other, "no", field="act")


def test_one_changed_byte_is_noticed(concern):
    sealed = bytearray(sealing.seal(concern, "yes", field="act"))
    sealed[-1] ^= 1
    with pytest.raises(sealing.SealedError):
        sealing.open_(concern, bytes(sealed), field="act")


@pytest.mark.parametrize("kept", [b"", b"short", b"x" * 40])
def test_what_was_never_sealed_is_refused(concern, kept):
    with pytest.raises(sealing.SealedError):
        sealing.open_(concern, kept, field="act")


def test_another_key_of_the_environment_opens_nothing(settings, concern):
    settings.CONCERN_KEYS = [secrets.token_bytes(32)]
    concern.refresh_from_db()
    with pytest.raises(sealing.SealedError):
        reporting.statement(concern)
    assert sealing.unopenable().count() == 1


def test_without_any_key_nothing_opens_and_nothing_is_kept(settings, cast, concern):
    settings.CONCERN_KEYS = []
    with pytest.raises(sealing.SealedError):
        reporting.statement(concern)
    with pytest.raises(sealing.SealedError):
        factory.drafted(cast.gus)


def test_rotation_has_no_gap_and_touches_no_other_row(settings, concern):
    before, old = everything_stored(), settings.CONCERN_KEYS
    settings.CONCERN_KEYS = [secrets.token_bytes(32), *old]
    assert reporting.statement(concern)["when"] == "This morning"
    assert sealing.rotate() == 1
    assert sealing.rotate() == 0
    settings.CONCERN_KEYS = settings.CONCERN_KEYS[:1]
    concern.refresh_from_db()
    assert reporting.statement(concern)["when"] == "This morning"
    file = Evidence.objects.get()
    assert filing.original(concern, file) == factory.picture(place="45.1 N")
    assert everything_stored() == before
    settings.CONCERN_KEYS = old
    concern.refresh_from_db()
    with pytest.raises(sealing.SealedError):
        reporting.statement(concern)


def test_rotation_says_which_keys_it_could_not_unwrap_and_does_the_rest(settings, cast, concern):
    settings.CONCERN_KEYS = [secrets.token_bytes(32)]
    other = factory.reported(cast.gus)
    settings.CONCERN_KEYS = [secrets.token_bytes(32), *settings.CONCERN_KEYS]
    with pytest.raises(sealing.SealedError, match="1 keys"):
        sealing.rotate()
    settings.CONCERN_KEYS = settings.CONCERN_KEYS[:1]
    other.refresh_from_db()
    assert reporting.statement(other)


def test_what_is_shown_of_a_picture_says_nothing_of_where_it_was_taken(concern):
    file = Evidence.objects.get()
    assert b"45.1 N" in filing.original(concern, file)
    assert b"45.1 N" not in filing.picture(concern, file)
    assert filing.facts(concern, file)["name"] == "page.jpg"


def test_the_command_says_how_many_were_wrapped_anew(settings, cast, concern):
    out, old = io.StringIO(), settings.CONCERN_KEYS
    settings.CONCERN_KEYS = [secrets.token_bytes(32), *old]
    call_command("rotate_concern_key", stdout=out)
    assert "1 keys were wrapped anew" in out.getvalue()
    settings.CONCERN_KEYS = [secrets.token_bytes(32)]
    with pytest.raises(CommandError, match="not in CONCERN_KEYS"):
        call_command("rotate_concern_key")


@pytest.mark.parametrize("what", ["key", "student"])
def test_what_is_needed_to_read_it_leaves_with_a_draft_alone(cast, what):
    sent = factory.reported(cast.lou, student="Zed")
    with pytest.raises(InternalError), transaction.atomic():
        getattr(sent, what).delete()
    draft = factory.drafted(cast.lou)
    reporting.discard(draft, by=cast.lou)
    assert ConcernKey.objects.count() == 1
