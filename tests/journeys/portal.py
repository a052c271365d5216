"""The portal as a district runs it: gunicorn and a worker as the role portal, mail by SMTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.contrib.auth.hashers import Argon2PasswordHasher

from accounts.models import Person
from tests.cast import PASSWORD
from tests.smtp import Mail, MailServer, run_mail_server

ROOT = Path(__file__).parents[2]
PATIENCE = 30


@dataclass
class Portal:
    """A running portal, and the mail that it sent."""

    address: str
    mail: MailServer

    def wait_for_mail(self, person: Person, *, containing: str) -> Mail:
        """The newest mail to `person` with these words in it; waits for it a while."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for mail in reversed(self.mail.to(person.email)):
                if containing in mail.subject + mail.text:
                    return mail
            time.sleep(0.1)
        told = [mail.subject for mail in self.mail.received]
        raise AssertionError(f"no mail with {containing!r} to {person.email}; there are {told}")


def link_in(mail: Mail) -> str:
    """The one address to which a mail leads: the first that stands in it."""
    return next(word for word in mail.text.split() if word.startswith("http"))


def let_in(*people: Person) -> None:
    """Give people a password as the product hashes it, not as tests do."""
    password = Argon2PasswordHasher().encode(PASSWORD, "tests-of-the-portal")
    Person.objects.filter(pk__in=[person.pk for person in people]).update(password=password)


@contextmanager
def run_portal(folder: Path) -> Iterator[Portal]:
    """Web and worker as processes of their own, in the database of the running test."""
    with ExitStack() as stack:
        mail = stack.enter_context(run_mail_server())
        address = f"http://127.0.0.1:{_free_port()}"
        environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "district_portal.settings.production",
            "DATABASE_URL": os.environ["PORTAL_TEST_PORTAL_URL"],
            "SECRET_KEY": "of this test alone, and long enough for all that looks at it",
            "HTTPS": "0",
            "ALLOWED_HOSTS": "127.0.0.1",
            "PORTAL_ADDRESS": address,
            "STATIC_ROOT": str(folder / "static"),
            "EMAIL_URL": mail.url,
            "LOG_LEVEL": "WARNING",
        }
        environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        log = stack.enter_context((folder / "portal.log").open("wb"))
        _run(["manage.py", "collectstatic", "--noinput", "-v0"], environ, log).wait(60)
        web = ["-m", "gunicorn", "district_portal.wsgi", "--bind", address.removeprefix("http://")]
        worker = ["-m", "celery", "-A", "district_portal.celery", "worker", "--concurrency", "1"]
        for command in ([*web, "--threads", "4"], [*worker, "--without-gossip", "-l", "WARNING"]):
            process = _run(command, environ, log)
            stack.callback(_end, process)
        _wait_until_it_answers(address, folder / "portal.log")
        yield Portal(address, mail)


def _run(command: list[str], environ: dict[str, str], log) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environ, stdout=log, stderr=log
    )


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(f"{address}/accounts/login/") as answer:  # noqa: S310 – our own address
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"the portal does not answer: {log.read_text()[-3000:]}")
