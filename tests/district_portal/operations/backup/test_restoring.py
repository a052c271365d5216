"""A backup is put back as it was, or refused before anything is touched."""

from __future__ import annotations

import json
import re
from contextlib import closing

import psycopg2
import pytest
from django.db import connection

from accounts.models import Person
from district_portal.embedded import roles
from district_portal.operations.backup import encrypting, folder, knowing, making, restoring
from district_portal.operations.backup.refusing import BackupError, UnfitError
from district_portal.operations.models import Backup
from tests.district_portal.operations.backup.places import (
    command,
    database,
    owner_url,
    rows,
    worked_on,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_table_is_as_it_was(made, monkeypatch):
    with connection.cursor() as run:
        then = rows(run.connection)
    with database() as url, worked_on(url, monkeypatch) as there:
        restoring.put_back(restoring.look(made))
        now = rows(there)
    own = {"operations_backup", "audit_event"}
    assert [table for table in then if then[table] != now[table] and table not in own] == []


def test_roles_have_the_rights_that_they_had(made, monkeypatch):
    with database() as url, worked_on(url, monkeypatch) as there:
        restoring.put_back(restoring.look(made))
        for then, now in zip(rights(connection.cursor().connection), rights(there), strict=True):
            assert now - then == then - now == set()
        with there, there.cursor() as run:
            run.execute("CREATE TABLE of_tomorrow (id int)")
            run.execute("SELECT has_table_privilege(%s, 'of_tomorrow', 'INSERT')", [roles.PORTAL])
            assert run.fetchone()[0]


def test_what_a_killed_restore_took_is_given_back_before_tables_are_made():
    with (
        database(like=connection.settings_dict["NAME"]) as url,
        closing(psycopg2.connect(url)) as there,
    ):
        with there, there.cursor() as run:
            roles.withdraw_defaults(run)
        assert command("migrate", url=url).returncode == 0
        with there, there.cursor() as run:
            run.execute("CREATE TABLE of_tomorrow (id int)")
            run.execute("SELECT has_table_privilege(%s, 'of_tomorrow', 'INSERT')", [roles.PORTAL])
            assert run.fetchone()[0]


def test_an_encrypted_one_comes_back(district, parent, tmp_path, monkeypatch):
    public, private = encrypting.make_identity()
    (tmp_path / "key").write_text(private)
    place = parent / making.make(parent, recipient=public).name
    with database() as url, worked_on(url, monkeypatch) as there:
        restoring.put_back(restoring.look(place, identity=tmp_path / "key"))
        assert people(there) == Person.objects.count()


def test_the_newest_of_a_folder_is_taken(made, parent):
    newest = making.make(parent)
    assert restoring.look(parent).place.name == max(newest.name, made.name)


def test_a_damaged_byte_in_any_file_is_refused(made):
    for file in sorted(made.iterdir()):
        content = file.read_bytes()
        for place in (0, len(content) // 2, len(content) - 1):
            changed = bytearray(content)
            changed[place] ^= 1
            file.write_bytes(changed)
            with pytest.raises(UnfitError, match=re.escape(made.name)):
                restoring.look(made)
        file.write_bytes(content[:-1])
        with pytest.raises(UnfitError):
            restoring.look(made)
        file.unlink()
        with pytest.raises(UnfitError):
            restoring.look(made)
        file.write_bytes(content)
    assert restoring.look(made)


def test_a_newer_one_is_refused(made):
    rewritten(made, version="99.0.0")
    with pytest.raises(UnfitError, match="newer"):
        restoring.look(made)


def test_one_with_migrations_that_nobody_knows_here_is_refused(made):
    told = folder.read(made).migrations
    rewritten(made, migrations=[*told, ["accounts", "9999_of_tomorrow"]])
    with pytest.raises(UnfitError, match="newer"):
        restoring.look(made)


def test_one_of_an_upgrade_that_was_not_at_its_end_is_refused(made):
    rewritten(made, migrations=[["accounts", "0001_initial"], ["accounts", "0002_people_in_full"]])
    with pytest.raises(UnfitError, match="restore it with the portal that made it"):
        restoring.look(made)


def test_something_else_is_refused(tmp_path, made):
    with pytest.raises(UnfitError, match="no backup"):
        restoring.look(tmp_path)
    with pytest.raises(UnfitError, match="no folder"):
        restoring.look(tmp_path / "nowhere")
    rewritten(made, format="another program’s")
    with pytest.raises(UnfitError, match="no backup of the portal"):
        restoring.look(made)


def test_the_key_of_concerns_is_asked_for_first(made, settings):
    settings.CONCERN_KEYS = [bytes(range(1, 33))]
    with pytest.raises(UnfitError, match="key of its concerns is not here"):
        restoring.look(made)
    assert restoring.look(made, without_concerns=True)


def test_a_database_that_is_not_empty_is_left_alone(made):
    before = Person.objects.count()
    with pytest.raises(UnfitError, match="not empty"):
        restoring.put_back(restoring.look(made))
    assert Person.objects.count() == before


def test_what_came_back_otherwise_is_taken_out_again(made, monkeypatch):
    tables = json.loads((made / folder.TABLES).read_bytes())
    tables["public.accounts_person"]["digest"] = "1"
    (made / folder.TABLES).write_bytes(folder.as_json(tables))
    rewritten(made, resum=[folder.TABLES])
    with database() as url, worked_on(url, monkeypatch) as there:
        with pytest.raises(BackupError, match="accounts_person"):
            restoring.put_back(restoring.look(made))
        assert tables_of(there) == []
        rewritten(made, resum=[folder.TABLES])


def test_half_of_it_is_never_put_back(made, monkeypatch):
    dump = (made / folder.DATABASE).read_bytes()
    (made / folder.DATABASE).write_bytes(dump[: len(dump) // 2])
    rewritten(made, resum=[folder.DATABASE])
    with database() as url, worked_on(url, monkeypatch) as there:
        with pytest.raises(BackupError, match="nothing was put back"):
            restoring.put_back(restoring.look(made))
        assert tables_of(there) == []


def test_the_commands_from_one_end_to_the_other(district, parent):
    said = command("backup", parent, url=owner_url())
    assert said.returncode == 0, said.stderr
    with database() as url:
        assert command("restore", parent, "--check-only", url=url).returncode == 0
        said = command("restore", parent, url=url)
        assert said.returncode == 0, said.stderr
        assert "Every table holds what it held then." in said.stdout
        assert "every hash matches" in said.stdout
        again = command("restore", parent, url=url)
        assert again.returncode == 1
        assert "not empty" in again.stderr
    assert Backup.objects.get().is_whole


@pytest.mark.thorough
def test_an_older_one_is_brought_up_to_date(district, parent):
    with database(like=connection.settings_dict["NAME"]) as older:
        assert command("migrate", "reports", "zero", url=older).returncode == 0
        said = command("backup", parent, url=older)
        assert said.returncode == 0, said.stderr
    told = folder.read(next(iter(parent.iterdir()))).migrations
    assert "reports" not in {app for app, _ in told}
    with database() as url:
        said = command("restore", parent, url=url)
        assert said.returncode == 0, said.stderr
        shown = command("showmigrations", "--plan", url=url).stdout
        assert "[ ]" not in shown
    assert knowing.unknown(told) == []


def rewritten(place, *, resum=(), **changes):
    """Change what a backup says of itself, as a program would that knows how."""
    values = json.loads((place / folder.MANIFEST).read_bytes()) | changes
    for name in resum:
        (place / "sum").unlink(missing_ok=True)
        file = folder.Counted(place / "sum")
        file.write((place / name).read_bytes())
        values["files"][name] = file.close()
        (place / "sum").unlink()
    text = folder.as_json(values)
    (place / folder.MANIFEST).write_bytes(text)
    (place / folder.SUM).write_bytes(folder._sum_of(text))


def rights(opened):
    with opened.cursor() as run:
        run.execute(
            "SELECT relname, relkind, relacl::text FROM pg_class WHERE relkind IN ('r', 'S')"
            " AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        tables = set(run.fetchall())
        run.execute(
            "SELECT attrelid::regclass::text, attname, attacl::text FROM pg_attribute"
            " WHERE attacl IS NOT NULL AND attrelid::regclass::text !~ '^pg_' ORDER BY 1, 2"
        )
        return tables, set(run.fetchall())


def people(opened):
    with opened.cursor() as run:
        run.execute("SELECT count(*) FROM accounts_person")
        return run.fetchone()[0]


def tables_of(opened):
    with opened.cursor() as run:
        run.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return run.fetchall()
