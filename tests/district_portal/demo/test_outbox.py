from __future__ import annotations

import datetime as dt
import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from district_portal.demo import sink
from district_portal.demo.sink import Sink

pytestmark = [
    pytest.mark.urls("tests.district_portal.demo.urls_in_the_demo"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("district_set_up"),
]
PROJECT = Path(__file__).parents[3]
MAIL = """\
From: Marlow <portal@marlow.example>\r
To: {to}\r
Subject: {subject}\r
Message-ID: <1@marlow.example>\r
Content-Type: text/plain; charset="utf-8"\r
Content-Transfer-Encoding: 8bit\r
\r
Open http://127.0.0.1:8000/sign/7/ – and <b>mind</b> the step.\r
"""


@pytest.fixture
def folder(tmp_path, settings):
    settings.OUTBOX_DIR = tmp_path / "outbox"
    return settings.OUTBOX_DIR


@pytest.fixture
def keep(folder):
    def keep(subject="Hello", to="lou@marlow.example", minute=1):
        at = dt.datetime(2026, 11, 2, 15, minute, tzinfo=dt.UTC)
        content = MAIL.format(to=to, subject=subject).encode()
        return sink.keep(content, to=to, folder=folder, at=at)

    return keep


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def test_an_empty_outbox_says_so(client, folder):
    assert "No mail yet" in client.get("/outbox/").text


def test_mail_is_listed_newest_first_to_anyone(client, keep):
    keep("Older", minute=1)
    keep("Newer", minute=2)
    page = client.get("/outbox/").text
    assert page.index("Newer") < page.index("Older")


def test_the_list_is_filtered_by_address(client, keep):
    keep("For Lou")
    keep("For Gus", to="gus@marlow.example")
    page = client.get("/outbox/?to=GUS").text
    assert "For Gus" in page
    assert "For Lou" not in page
    assert "No mail to this address" in client.get("/outbox/?to=nobody").text


def test_a_long_list_is_paged(client, keep):
    for number in range(51):
        keep(f"Number {number:02}", minute=number)
    assert "Number 00" not in client.get("/outbox/").text
    assert "Number 00" in client.get("/outbox/?page=2").text


def test_a_mail_shows_its_headers_and_its_words_with_links(client, keep):
    name = keep("Hello", to="o'neill+x@marlow.example")
    listed = client.get("/outbox/").text
    address = listed.split('<a href="/outbox/')[1].split('"')[0]
    page = client.get(f"/outbox/{address}")
    assert page.status_code == 200
    assert '<a href="http://127.0.0.1:8000/sign/7/"' in page.text
    assert "&lt;b&gt;mind&lt;/b&gt;" in page.text
    assert "&lt;1@marlow.example&gt;" in page.text
    assert "o&#x27;neill+x@marlow.example" in page.text
    assert name.endswith("o%27neill+x@marlow.example.eml")


@pytest.mark.parametrize("name", ["nothing.eml", "..", "%2e%2e%2fmanage.py", "coming-abc"])
def test_only_mails_are_shown(client, folder, name):
    folder.mkdir()
    (folder / "coming-abc").write_text("half a mail")
    assert client.get(f"/outbox/{name}/").status_code == 404


def test_without_the_demo_there_is_no_outbox(client, settings):
    settings.ROOT_URLCONF = "district_portal.urls"
    assert client.get("/outbox/").status_code in (302, 404)


def test_what_the_server_takes_is_in_the_outbox(client, folder):
    server = Sink(folder, port=free_port())
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", server.port) as connection:
            connection.sendmail(
                "portal@marlow.example",
                ["lou@marlow.example", "gus@marlow.example"],
                MAIL.format(to="both", subject="Ngày mới").encode(),
            )
    finally:
        server.stop(no_assert=True)
    assert {mail.to for mail in sink.caught(folder)} == {"lou@marlow.example", "gus@marlow.example"}


@pytest.mark.thorough
def test_the_command_catches_mail_until_it_is_told_to_end(tmp_path):
    port = free_port()
    environ = {**os.environ, "PORTAL_VAR": str(tmp_path)}
    command = [sys.executable, "manage.py", "catch_mail", "--port", str(port)]
    process = subprocess.Popen(command, cwd=PROJECT, env=environ)
    try:
        for _ in range(200):
            try:
                connection = smtplib.SMTP("127.0.0.1", port)
                break
            except OSError:
                time.sleep(0.1)
        with connection:
            connection.sendmail("a@marlow.example", "lou@marlow.example", MAIL.encode())
        taken = subprocess.run(command, cwd=PROJECT, env=environ, capture_output=True, check=False)
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert [mail.to for mail in sink.caught(tmp_path / "outbox")] == ["lou@marlow.example"]
    assert taken.returncode == 1
    assert f"Port {port} can't be opened" in taken.stderr.decode()
