"""Start the provider, tell it what to say of whom, and walk through its pages as a person does.

with run_provider(folder, back=[…]) as provider:
    provider.say("lou", hd="marlow.example", email="lou@marlow.example")
    answer = provider.walk(address, who="lou")     the address that leads back to the portal
"""

from __future__ import annotations

import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import requests

from tests.architecture.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT, SECRET = "the-portal", "what only the portal knows"
PEOPLE = ("lou", "gus", "mallory")
PATIENCE = 60
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_PREPARE = f"""
import django, json, os, sys
django.setup()
from django.contrib.auth import get_user_model
from django.core.management import call_command
from oauth2_provider.models import Application
call_command("migrate", verbosity=0)
for name in {PEOPLE!r}:
    get_user_model().objects.create_user(name)
Application.objects.create(
    client_id={CLIENT!r}, client_secret={SECRET!r}, hash_client_secret=False, name="Portal",
    algorithm="RS256",
    client_type="confidential", authorization_grant_type="authorization-code",
    redirect_uris=" ".join(json.loads(sys.argv[1])),
)
"""


@dataclass
class Provider:
    """Where it answers, and what it says."""

    address: str
    folder: Path
    said: dict[str, dict[str, object]] = field(default_factory=dict)

    @property
    def server(self) -> str:
        """The base of its discovery document."""
        return f"{self.address}/o"

    def say(self, who: str, **claims: object) -> None:
        """Put these claims, which it signs, into every ID token of `who`."""
        self.said[who] = claims
        (self.folder / "claims.json").write_text(json.dumps(self.said))

    def walk(self, address: str, *, who: str, agree: bool = True) -> str:
        """From the authorization page through sign-in and consent; the address that leads back."""
        with requests.Session() as session:
            page = session.get(address)
            page = session.post(page.url, data={"who": who})
            hidden = dict(
                re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text)
            )
            if agree:
                hidden["allow"] = "Authorize"
            answer = session.post(
                urljoin(page.url, urlsplit(page.url)._replace(netloc="", scheme="").geturl()),
                data={name: html.unescape(value) for name, value in hidden.items()},
                allow_redirects=False,
            )
            assert answer.status_code == 302, answer.text
            return answer.headers["Location"]


@contextmanager
def run_provider(folder: Path, *, back: list[str]) -> Iterator[Provider]:
    """The provider in a process of its own; `back` are the addresses it may lead back to."""
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        "DJANGO_SETTINGS_MODULE": "tests.oidc.settings",
        "OIDC_FOLDER": str(folder),
        "OAUTHLIB_INSECURE_TRANSPORT": "1",
    }
    subprocess.run(
        [sys.executable, "-c", _PREPARE, json.dumps(back)], env=environ, cwd=ROOT, check=True
    )
    port = _free_port()
    provider = Provider(f"http://127.0.0.1:{port}", folder)
    with (folder / "provider.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"],
            env=environ, cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait(provider, process)
            for who in PEOPLE:
                provider.say(who)
            yield provider
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _wait(provider: Provider, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            requests.get(f"{provider.server}/.well-known/openid-configuration", timeout=5)
        except requests.RequestException:
            log = (provider.folder / "provider.log").read_text()
            assert process.poll() is None, log
            assert time.monotonic() < deadline, log
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
