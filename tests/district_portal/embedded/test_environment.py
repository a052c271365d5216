"""What a command finds in its environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from district_portal.embedded import environment
from district_portal.embedded.environment import NOWHERE, environment_for, needs_of, needs_servers
from district_portal.embedded.places import find_places
from district_portal.embedded.running import environment_of_programs
from district_portal.settings import concern_keys

OWN = {
    "DATABASE_URL": "postgres://portal@db/portal",
    "DATABASE_OWNER_URL": "postgres://portal_owner@db/portal",
    "REDIS_URL": "redis://cache/0",
}


@pytest.fixture
def own(tmp_path):
    return {**OWN, "PORTAL_VAR": str(tmp_path / "var")}


@pytest.fixture
def no_servers(monkeypatch):
    def refuse(*_):
        raise AssertionError("a server was started")

    monkeypatch.setattr(environment, "borrow", refuse)


@pytest.mark.parametrize("command", ["migrate", "makemigrations", "flush", "pgtrigger"])
def test_what_defines_tables_works_as_the_owner(own, no_servers, command):
    with environment_for([command], own):
        assert own["DATABASE_URL"] == OWN["DATABASE_OWNER_URL"]


@pytest.mark.parametrize("command", ["shell", "import_policies", "verify_audit"])
def test_everything_else_works_as_the_portal(own, no_servers, command):
    with environment_for([command], own):
        assert own["DATABASE_URL"] == OWN["DATABASE_URL"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["help"],
        ["compare_texts", "a", "b"],
        ["import_policies", "a", "--parse-only"],
        ["migrate", "--help"],
        ["collectstatic", "--noinput"],
    ],
)
def test_what_needs_no_database_starts_none(tmp_path, no_servers, arguments):
    environ = {"PORTAL_VAR": str(tmp_path / "var")}
    with environment_for(arguments, environ):
        assert environ["DATABASE_URL"] == NOWHERE["DATABASE_URL"]
    assert not (tmp_path / "var").exists()


def test_what_works_on_rows_needs_servers():
    assert needs_servers(["import_policies", "a.txt"])
    assert needs_servers(["migrate"])


def test_each_server_of_the_district_replaces_ours():
    assert needs_of({"REDIS_URL": "redis://cache/0"}) == environment.Needs(
        postgres=True, valkey=False
    )
    assert needs_of(OWN) == environment.Needs(postgres=False, valkey=False)
    assert needs_of(NOWHERE) == environment.Needs(postgres=True, valkey=True)


def test_the_portal_makes_one_key_and_commands_share_it(folder, no_servers):
    own = {"PORTAL_VAR": str(folder / "var")}
    with environment_for(["runportal"], own):
        key = own.pop("SECRET_KEY")
    assert len(key) > 50
    assert (folder / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    for command in ("runportal", "help"):
        with environment_for([command], own):
            assert own.pop("SECRET_KEY") == key


def test_the_portal_makes_the_key_of_concerns_once_and_says_that_it_needs_a_copy(
    folder, no_servers, capsys
):
    own, file = {"PORTAL_VAR": str(folder / "var")}, folder / "var" / "concern_keys"
    for _again in range(2):
        with environment_for(["runportal"], own):
            assert own.pop("CONCERN_KEYS_FILE") == str(file)
    assert capsys.readouterr().err.count("Keep a copy elsewhere") == 1
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(concern_keys.read({"CONCERN_KEYS_FILE": str(file)})) == 1


def test_the_key_of_development_guards_nothing():
    with pytest.raises(ImproperlyConfigured, match="published"):
        concern_keys.needed([bytes(32), concern_keys.PUBLISHED])


def test_a_key_of_the_district_s_own_is_left_alone(folder, no_servers):
    own = {"PORTAL_VAR": str(folder / "var"), "CONCERN_KEYS": "theirs"}
    with environment_for(["runportal"], own):
        assert "CONCERN_KEYS_FILE" not in own
    assert not (folder / "var" / "concern_keys").exists()


@pytest.mark.parametrize(
    ("set_to", "told"),
    [
        ({}, "http://127.0.0.1:8017"),
        ({"PORTAL_ADDRESS": ""}, "http://127.0.0.1:8017"),
        ({"PORTAL_ADDRESS": "https://p.example/"}, "https://p.example"),
        ({"PORTAL_ADDRESS": "https://p.example", "DEMO": "1"}, "http://127.0.0.1:8017"),
    ],
)
def test_links_lead_to_the_address_that_is_set_else_to_the_port_that_answers(
    tmp_path, set_to, told
):
    places = find_places({"PORTAL_VAR": str(tmp_path)})
    programs = environment_of_programs(set_to, places, "http://127.0.0.1:8017")
    assert programs["PORTAL_ADDRESS"] == told
