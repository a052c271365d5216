"""What a district gets that sets nothing but what it must."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from district_portal.settings import from_files, mail_server, refusing
from tests.accounts.roster.night.server import https_server

PROJECT = Path(__file__).parents[2]
KEY = "3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs="
SECRET = "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz"
PRODUCTION = "district_portal.settings.production"
ASKED = """
import json
from district_portal.settings import production as settings
told = ("HSTS", "SECRET_KEY", "COOKIE", "METRICS_TOKEN", "EMAIL_HOST_PASSWORD")
print(json.dumps({
    **{
        name: getattr(settings, name)
        for name in dir(settings) if any(part in name for part in told)
    },
    "DATABASE": settings.DATABASES["default"]["NAME"],
}))
"""


def settled(**chosen):
    run = start(**chosen)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def start(program=ASKED, /, **chosen):
    needed = {"SECRET_KEY": SECRET, "CONCERN_KEYS": KEY, "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={**needed, "DJANGO_SETTINGS_MODULE": PRODUCTION, **chosen},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", ["SUBDOMAINS", "PRELOAD"])
def test_browsers_are_told_of_other_addresses_only_where_the_district_says_so(name):
    key = {"SUBDOMAINS": "SECURE_HSTS_INCLUDE_SUBDOMAINS", "PRELOAD": "SECURE_HSTS_PRELOAD"}[name]
    assert settled()["SECURE_HSTS_SECONDS"] > 0
    assert settled()[key] is False
    assert settled(**{f"HSTS_{name}": "1"})[key] is True


@pytest.mark.parametrize("key", ["", "change-me", "A" * 43 + "=", "00000000", "é", f"{KEY},x"])
def test_without_a_key_for_concerns_that_is_one_the_portal_does_not_start(key):
    run = start(CONCERN_KEYS=key)
    assert run.returncode != 0
    assert "CONCERN_KEYS" in run.stderr
    assert KEY not in run.stderr


def test_the_keys_of_concerns_come_from_a_file_as_well(tmp_path):
    file = tmp_path / "keys"
    file.write_text(f"# the newest first\n{KEY}\n\n{KEY}\n")
    assert start(CONCERN_KEYS="", CONCERN_KEYS_FILE=str(file)).returncode == 0
    run = start(CONCERN_KEYS_FILE=str(tmp_path / "none"))
    assert "CONCERN_KEYS_FILE" in run.stderr


def test_a_secret_comes_from_a_file_as_well(tmp_path):
    for name, text in (
        ("key", f" {SECRET} \n"),
        ("database", "postgres://portal:kept@db.marlow.example/policies\r\n"),
        ("mail", "smtp+tls://portal:word@mail.marlow.example:587\n"),
    ):
        (tmp_path / name).write_text(text)
    found = settled(
        SECRET_KEY="",
        SECRET_KEY_FILE=str(tmp_path / "key"),
        DATABASE_URL_FILE=str(tmp_path / "database"),
        EMAIL_URL_FILE=str(tmp_path / "mail"),
    )
    assert found["SECRET_KEY"] == SECRET
    assert found["DATABASE"] == "policies"
    assert found["EMAIL_HOST_PASSWORD"] == "word"


@pytest.mark.parametrize("name", from_files.SECRETS)
def test_every_secret_may_lie_in_a_file_and_what_is_set_itself_wins(tmp_path, name):
    file = tmp_path / "secret"
    file.write_text("of the file\n")
    environ = {f"{name}_FILE": str(file)}
    from_files.fill(environ)
    assert environ[name] == "of the file"
    environ = {name: "its own", f"{name}_FILE": str(tmp_path / "none")}
    from_files.fill(environ)
    assert environ[name] == "its own"


def test_a_file_without_a_secret_is_told_and_nothing_of_it(tmp_path):
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "bytes").write_bytes(b"hidden\xff")
    for name, reason in (("none", "No such file"), ("empty", "empty"), ("bytes", "no text")):
        with pytest.raises(ImproperlyConfigured, match=reason) as told:
            from_files.fill({"OIDC_CLIENT_SECRET_FILE": str(tmp_path / name)})
        assert "OIDC_CLIENT_SECRET_FILE" in str(told.value)
        assert "hidden" not in str(told.value)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEBUG": "yes"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "policies.marlow.example,*"}, "ALLOWED_HOSTS"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN"),
        ({"EMAIL_URL": "smtp+tls://us:PASSWORD@mail.marlow.example:587"}, "EMAIL_URL"),
        ({"DATABASE_URL": "postgres://portal:change-me@db/portal"}, "DATABASE_URL"),
        ({"PORTAL_ADDRESS": "http://policies.marlow.example"}, "PORTAL_ADDRESS"),
        ({"PORTAL_ADDRESS": "policies.marlow.example"}, "PORTAL_ADDRESS"),
        ({"HTTPS": "0", "PORTAL_ADDRESS": "https://policies.marlow.example"}, "HTTPS=0"),
        ({"HTTPS": "0", "TRUSTED_PROXIES": "1"}, "TRUSTED_PROXIES"),
        (refusing.PLACEHOLDERS, "MICROSOFT_TENANT still says"),
        ({"BREACHED_PASSWORDS": "/nowhere.txt"}, "BREACHED_PASSWORDS names no file"),
    ],
)
def test_with_what_others_could_use_the_portal_does_not_start(chosen, told):
    run = start(**chosen)
    assert run.returncode != 0
    last = run.stderr.splitlines()[-1]
    assert "The portal doesn't start so: " in last
    assert told in last
    hidden = [text for name, text in chosen.items() if "KEY" in name or "URL" in name]
    assert not any(text and text in run.stderr for text in hidden)


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"DEBUG": "0"},
        {"HTTPS": "0"},
        {"HTTPS": "0", "PORTAL_ADDRESS": "http://localhost:8017", "TRUSTED_PROXIES": "0"},
        {"PORTAL_ADDRESS": "https://policies.marlow.example", "TRUSTED_PROXIES": "2"},
        {"DEMO": "1", **refusing.PLACEHOLDERS},
    ],
)
def test_with_all_else_it_starts(chosen):
    assert start(**chosen).returncode == 0


@pytest.mark.parametrize("name", refusing.PLACEHOLDERS)
def test_no_example_is_taken_for_the_district_s_own(name):
    chosen = {
        "DEMO": False,
        "HTTPS": True,
        "SECRET_KEY": SECRET,
        "METRICS_TOKEN": "",
        "BREACHED_PASSWORDS": "",
        "ALLOWED_HOSTS": ["policies.marlow.example"],
        "PORTAL_ADDRESS": "https://policies.marlow.example",
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    }
    refusing.refuse({name: ""}, chosen)
    with pytest.raises(ImproperlyConfigured, match=name) as told:
        refusing.refuse({name: f" {refusing.PLACEHOLDERS[name]}/ "}, chosen)
    assert refusing.PLACEHOLDERS[name] not in str(told.value)
    refusing.refuse({name: refusing.PLACEHOLDERS[name]}, {**chosen, "DEMO": True})


SPEAKING = """
from django import setup; setup()
from django.core.cache import caches
from district_portal.celery import app
import redis
try:
    redis.from_url(caches["default"]._servers[0]).ping()
except redis.ConnectionError as refused:
    print("cache:", refused)
try:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=0)
except Exception as refused:
    print("broker:", refused)
"""


def test_a_broker_whose_certificate_nobody_vouches_for_is_refused(tmp_path):
    with https_server(tmp_path) as server:
        run = start(SPEAKING, REDIS_URL=f"rediss://localhost:{server.port}/0")
    told = run.stdout.splitlines()
    assert [line.partition(":")[0] for line in told] == ["cache", "broker"], run.stderr
    assert all("certificate verify failed" in line for line in told), told


def test_all_faults_are_told_at_once():
    said = start(SECRET_KEY="", DEBUG="1", ALLOWED_HOSTS="*").stderr.splitlines()[-1]
    assert all(name in said for name in ("SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"))


def test_each_example_that_nobody_can_keep_is_refused():
    shown = dict(
        line.lstrip("#").split("=", 1)
        for line in (PROJECT / ".env.example").read_text(encoding="utf-8").splitlines()
        if re.match(r"#?[A-Z_]+=", line)
    )
    assert {name: shown[name] for name in refusing.PLACEHOLDERS} == refusing.PLACEHOLDERS
    examples = {name for name, text in shown.items() if "example.org" in text}
    assert examples <= set(refusing.PLACEHOLDERS)


def test_a_command_says_it_in_a_sentence():
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "district_portal.settings.production",
            "CONCERN_KEYS": KEY,
            "SECRET_KEY": "short",
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0
    assert run.stderr.startswith("The portal doesn't start so: SECRET_KEY")


def test_by_https_browsers_take_our_cookies_from_this_very_host_alone():
    found = settled()
    names = {name for name in found if name.endswith("COOKIE_NAME")} - {"LANGUAGE_COOKIE_NAME"}
    assert len(names) == 4
    assert all(found[name].startswith("__Host-") for name in names)
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert not any(settled(HTTPS="0")[name].startswith("__Host-") for name in names)


@pytest.mark.parametrize(
    "address",
    [
        "smtp+tls://policies@marlow.example:p@ss/word@mail.marlow.example:587",
        "smtp+tls://policies:123?word@mail.marlow.example:587",
        "smtp+tls://policies:pass#word@mail.marlow.example:587",
        "smtp+starttls://mail.marlow.example:587",
        "mail.marlow.example:587",
        "smtp://mail.marlow.example:587x",
        "smtp://",
        "",
    ],
)
def test_an_address_of_a_mail_server_that_would_be_read_amiss_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL can't be read"):
        mail_server.read(address)


def test_signs_of_a_mail_password_are_read_as_they_were_written():
    server = mail_server.read(
        "smtp+tls://p%40m.example:a%2Fb%23c%3Fd%25e%3Af%40@mail.m.example:587"
    )
    assert server["EMAIL_HOST_USER"] == "p@m.example"
    assert server["EMAIL_HOST_PASSWORD"] == "a/b#c?d%e:f@"
    assert (server["EMAIL_HOST"], server["EMAIL_PORT"]) == ("mail.m.example", 587)
    assert server["EMAIL_USE_TLS"] is True


def test_a_portal_says_in_one_sentence_that_its_mail_server_cannot_be_read():
    run = start(EMAIL_URL="smtp+tls://policies:geheim/word@mail.marlow.example:587")
    assert run.returncode
    assert "EMAIL_URL can't be read" in run.stderr
    assert "geheim" not in run.stderr
