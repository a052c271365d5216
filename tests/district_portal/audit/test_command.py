"""What `verify_audit` says, and how it ends."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from district_portal import audit
from district_portal.audit import keeping, sealing
from tests.district_portal.audit.test_audit import alter

pytestmark = pytest.mark.django_db
HASH = "ab" * 32


def run(*arguments, **options):
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def seals(district_set_up):
    for _ in range(3):
        audit.record("x.y", by=None)
        sealing.seal()
    return [str(seal) for seal in reversed(sealing.Seal.objects.all())]


def test_it_says_what_was_read_and_what_is_not_sealed_yet(seals):
    audit.record("x.y", by=None)
    said = run()
    assert "3 seals, each follows on the one before. 1 events are not sealed yet." in said
    assert "Compared with no seal that was kept outside" in said
    after = audit.events(act="audit.verified").get().after
    assert (after["altered"], after["seals"], after["broken"], after["unsealed"]) == (0, 3, 0, 1)


def test_it_compares_with_seals_that_were_kept(seals, tmp_path):
    assert "1 seals that were kept outside" in run("--seal", seals[1])
    file = tmp_path / "seals.txt"
    file.write_text("# kept by the auditor\n\n" + "\n".join(f"{seal} 2026-11-30" for seal in seals))
    assert "3 seals that were kept outside" in run("--head", str(file))
    with pytest.raises(CommandError, match="Seal 2 is another than the one kept"):
        run("--seal", f"2:{HASH}")
    with pytest.raises(CommandError, match="Seal 9 was kept outside, and is gone"):
        run("--head", str(file), "--seal", f"9:{HASH}")
    assert audit.events(act="audit.verified").first().after["broken"] == 1


def test_it_names_the_first_bad_event_and_seal(seals):
    event = audit.events(act="x.y").order_by("pk")[1].pk
    alter("UPDATE audit_event SET act = 'x.z' WHERE id = %s", event)
    with pytest.raises(CommandError, match=f"The first: Event {event} was altered"):
        run()
    alter("UPDATE audit_event SET act = 'x.y' WHERE id = %s", event)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_seal SET settled = settled - 1 WHERE id = 2")
    with pytest.raises(CommandError, match="1 of 3 seals are not what they were") as found:
        run()
    assert "The first: Seal 2 was altered" in str(found.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("7", "is no seal"),
        ("7:abc", "is no seal"),
        (f"0:{HASH}", "is no seal"),
        (f"-1:{HASH}", "is no seal"),
        (f"7:{HASH}0", "is no seal"),
        (f"7:{HASH}\n7:{'0' * 64}", "Two different hashes"),
    ],
)
def test_what_is_no_seal_is_refused_in_words(tmp_path, line, said):
    file = tmp_path / "seals.txt"
    file.write_text(line)
    with pytest.raises(CommandError, match=said):
        run("--head", str(file))
    with pytest.raises(CommandError, match="No such file"):
        run("--head", str(tmp_path / "nothing.txt"))


def test_a_kept_seal_is_read_whatever_follows_it():
    assert keeping.read([f"  7:{HASH.upper()}  2026-11-30 by mail", "", "# a remark"]) == {7: HASH}
