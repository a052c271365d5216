"""What the owner's role and the portal's role may do, and how a district's server gets them."""

import os
from contextlib import closing
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from psycopg2.errors import InsufficientPrivilege

from district_portal.embedded import roles
from district_portal.embedded.borrowing import postgres_of, prepare_embedded
from district_portal.embedded.environment import Needs
from district_portal.embedded.places import make_places
from district_portal.embedded.postgres import SUPERUSER


@pytest.fixture
def portal(db):
    with closing(psycopg2.connect(os.environ["PORTAL_TEST_PORTAL_URL"])) as connection:
        yield connection.cursor()


@pytest.fixture
def admin_url(places):
    make_places(places)
    server = postgres_of(places)
    server.wait_until_ready(server.start(with_parent=True))
    return roles.socket_url(str(server.sockets), role=SUPERUSER, database="postgres")


def ask(url, question):
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as run:
        run.execute(question)
        return run.fetchone() if run.description else None


def test_the_portal_reads_and_writes_ordinary_tables(portal):
    portal.execute("SELECT current_user")
    assert portal.fetchone() == ("portal",)
    portal.execute("INSERT INTO django_session VALUES ('key', 'data', now())")
    portal.execute("UPDATE django_session SET session_data = 'more'")
    portal.execute("DELETE FROM django_session")
    assert portal.rowcount == 1


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE django_session ADD COLUMN mine int",
        "DROP TABLE django_session",
        "TRUNCATE django_session",
        "ALTER TABLE django_session DISABLE TRIGGER ALL",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "SET ROLE portal_owner",
    ],
)
def test_the_portal_can_not_define_or_empty_anything(portal, statement):
    portal.connection.autocommit = True
    with pytest.raises(InsufficientPrivilege):
        portal.execute(statement)


def test_preparing_twice_changes_nothing(admin_url):
    first = roles.prepare_database(admin_url)
    again = roles.prepare_database(admin_url)
    assert first.new_roles == set(roles.ROLES)
    assert again.new_roles == frozenset()
    assert ask(first.urls[roles.PORTAL], "SELECT current_user, current_database()") == (
        "portal",
        "portal",
    )


def test_what_the_owner_creates_later_the_portal_may_work_with(admin_url):
    urls = roles.prepare_database(admin_url).urls
    ask(urls[roles.OWNER], "CREATE TABLE later (id int GENERATED ALWAYS AS IDENTITY, word text)")
    ask(urls[roles.PORTAL], "INSERT INTO later (word) VALUES ('yes')")
    assert ask(urls[roles.PORTAL], "SELECT word FROM later") == ("yes",)
    with pytest.raises(InsufficientPrivilege):
        ask(urls[roles.DISPOSAL], "SELECT word FROM later")
    with pytest.raises(InsufficientPrivilege):
        ask(urls[roles.PORTAL], "TRUNCATE later")


def test_none_of_the_three_is_a_superuser(admin_url):
    roles.prepare_database(admin_url)
    question = (
        "SELECT count(*), bool_or(rolsuper OR rolcreaterole) FROM pg_roles "
        "WHERE rolname IN ('portal', 'portal_owner', 'portal_disposal')"
    )
    assert ask(admin_url, question) == (3, False)


def test_an_admin_who_is_no_superuser_can_prepare_too(admin_url):
    ask(admin_url, "CREATE ROLE office LOGIN CREATEROLE CREATEDB")
    urls = roles.prepare_database(roles.as_role(admin_url, "office")).urls
    ask(urls[roles.OWNER], "CREATE TABLE later (word text)")
    assert ask(urls[roles.PORTAL], "SELECT count(*) FROM later") == (0,)


def test_the_command_prints_the_lines_for_the_environment(admin_url, monkeypatch):
    monkeypatch.setenv("PORTAL_OWNER_PASSWORD", "p/w d")
    out, err = StringIO(), StringIO()
    call_command("prepare_database", admin_url=admin_url, stdout=out, stderr=err)
    lines = dict(line.split("=", 1) for line in out.getvalue().splitlines())
    assert set(lines) == {"DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DISPOSAL_URL"}
    assert lines["DATABASE_OWNER_URL"].startswith("postgres://portal_owner:p%2Fw%20d@/portal?host=")
    assert ask(lines["DATABASE_URL"], "SELECT 1") == (1,)
    again = StringIO()
    call_command("prepare_database", admin_url=admin_url, stdout=StringIO(), stderr=again)
    assert "portal, portal_disposal" in again.getvalue()


def test_the_command_says_when_the_server_refuses(places):
    with pytest.raises(CommandError, match="refused"):
        call_command("prepare_database", admin_url="postgres://nobody@/postgres?host=/nowhere")


def test_the_embedded_server_gets_roles_without_passwords(places, admin_url):
    prepare_embedded(postgres_of(places))
    question = "SELECT count(*) FROM pg_authid WHERE rolpassword IS NOT NULL"
    assert ask(admin_url, question) == (0,)
    assert Needs(postgres=True, valkey=False).postgres


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgres://admin:x@db.example.org:5432/postgres",
            "postgres://portal:p%40@db.example.org:5432/other",
        ),
        (
            "postgresql:///postgres?host=/run&user=admin",
            "postgresql://portal:p%40@/other?host=/run",
        ),
        ("postgres://a@h/d?sslmode=require", "postgres://portal:p%40@h/other?sslmode=require"),
    ],
)
def test_another_role_and_database_of_the_same_server(url, expected):
    assert roles.as_role(roles.at_database(url, "other"), "portal", "p@") == expected
