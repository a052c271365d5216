"""The real thing on the database of the tests: web, worker and clock, and a mail server.

The programs are those that `make run` starts. They connect as the role `portal`, and every mail
travels from the worker over SMTP.
"""

from __future__ import annotations

import os
import re
import signal
import time
from base64 import b64encode
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from district_portal.embedded.answering import HOST, listen, page_answers
from district_portal.embedded.places import Places, make_places
from district_portal.embedded.processes import end
from district_portal.embedded.programs import Programs
from district_portal.embedded.running import environment_of_programs
from district_portal.embedded.supervising import Supervisor
from district_portal.mailing.models import Message
from tests.cast import PASSWORD
from tests.journeys.browser import leads_on
from tests.smtp import run_mail_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest
    from playwright.sync_api import Page

    from tests.smtp import Mail, MailServer

PATIENCE = 180
"""Seconds for a start or a mail; two cores may be busy with other tests, or another portal."""

_collected: list[Path] = []


def wait_for(is_so: Callable[[], object], *, told: Callable[[], str] = str) -> None:
    """Until it is so: what the worker, the clock or a script does at its own pace.

    Where it never is, `told` says more about it.
    """
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, told()
        time.sleep(0.05)


@dataclass
class Portal:
    """Where it answers, and what it has mailed."""

    address: str
    mail: MailServer
    places: Places

    def open(self, page: Page, path: str) -> None:
        page.goto(self.address + path)

    def sign_in(self, page: Page, email: str, *, password: str = PASSWORD) -> None:
        """Through the sign-in page, which is opened unless the page stands there already."""
        if "/accounts/login/" not in page.url:
            self.open(page, "/accounts/login/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(password)
        leads_on(page.get_by_role("button", name="Sign in", exact=True))

    def mail_to(self, email: str, *, about: str) -> Mail:
        """The newest mail to `email` with `about` in its subject; waits for it."""

        def found() -> list[Mail]:
            return [mail for mail in self.mails(about=about) if mail.to == email]

        def told() -> str:
            subjects = [f"{mail.to}: {mail.subject}" for mail in self.mail.received]
            return f"no mail to {email} about {about!r} among {subjects}\n{self.logs()}"

        wait_for(found, told=told)
        return found()[-1]

    def mails(self, *, about: str) -> list[Mail]:
        """Those with `about` in their subject, in the order in which they came.

        Of this test alone: one of the test before may arrive when its tables are empty already.
        """
        found = [mail for mail in self.mail.received if about in mail.subject]
        asked = Message.objects.filter(message_id__in=[mail.id for mail in found])
        known = set(asked.values_list("message_id", flat=True))
        return [mail for mail in found if mail.id in known]

    def link_in(self, mail: Mail) -> str:
        """The one address of this portal, apart from its first page, that a mail leads to."""
        links = set(re.findall(rf"{re.escape(self.address)}/\S+", mail.text))
        (link,) = links
        return link

    def logs(self) -> str:
        return "\n".join(log.read_text()[-3000:] for log in sorted(self.places.logs.glob("*.log")))


class OnePortal(ExitStack):
    """The portal that runs, if any; it takes seconds to start, so that it stays for the next test.

    There is never a second one on the same database: it would send the mails of the first.
    """

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        super().__init__()
        self._folders = folders
        self._portal: Portal | None = None
        self._environ: dict[str, str] = {}

    def close(self) -> None:
        """End it, if it runs; the next test that asks for one starts another."""
        self._portal = None
        super().close()

    def running(self, **environ: str) -> Portal:
        """The one that was started with `environ`; one that was started otherwise is ended."""
        if self._portal is None or environ != self._environ:
            self.close()
            folder = self._folders.mktemp("portal")
            self._portal = self.enter_context(run_portal(folder, **environ))
            self._environ = environ
        return self._portal


@contextmanager
def run_portal(folder: Path, **environ: str) -> Iterator[Portal]:
    """The portal, for as long as the block lasts; what it writes lies in `folder`.

    With `DEMO="1"` mail ends in the portal's own outbox.
    """
    places = Places(var=folder, data=folder, sockets=folder)
    make_places(places)
    supervisor = Supervisor(print)
    with run_mail_server() as mail, listen(0) as listener:
        port = listener.getsockname()[1]
        address = f"http://{HOST}:{port}"
        told = _environment(places, address, mail, environ)
        programs = Programs(places, told)
        _collect(programs)
        parts = [programs.web(listener), programs.worker(), programs.beat()]
        if told.get("DEMO") == "1":
            parts.insert(0, programs.mail_catcher(int(told["EMAIL_URL"].rpartition(":")[2])))
        try:
            for part in parts:
                supervisor.add(part)
            _wait_for_a_page(port, places)
            yield Portal(address, mail, places)
        finally:
            supervisor.stop()


def _environment(
    places: Places, address: str, mail: MailServer, more: dict[str, str]
) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    told = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "CONCERN_KEYS": ",".join(b64encode(key).decode() for key in settings.CONCERN_KEYS),
        "SECRET_KEY": "for-the-length-of-a-journey-0123456789-abcdefghijklmnopqrstuvwxyz",
        "DATABASE_URL": os.environ["PORTAL_TEST_PORTAL_URL"],
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_URL": mail.url,
        "PORTAL_ADDRESS": address,
        "PORTAL_VAR": str(places.var),
        "HTTPS": "0",
        **more,
    }
    told.pop("DATABASE_OWNER_URL", None)
    return environment_of_programs(told, places, address)


def _collect(programs: Programs) -> None:
    """The static files, as a district serves them; the first portal of a run collects for all."""
    own = programs.places.var / "static"
    if _collected:
        own.symlink_to(_collected[0])
        return
    collecting = programs.task("collectstatic", "--noinput")
    collecting.wait(PATIENCE)
    end(collecting, by=signal.SIGTERM, patience=1)
    assert collecting.returncode == 0, "collectstatic failed"
    _collected.append(own)


def _wait_for_a_page(port: int, places: Places) -> None:
    wait_for(lambda: page_answers(port), told=(places.logs / "web.log").read_text)
