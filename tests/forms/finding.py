"""Every form of the portal, as the pages of the matrix show it to whoever may open them."""

from __future__ import annotations

import time
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils.datastructures import MultiValueDict
from lxml import html

from accounts.middleware import LISTED, SEEN
from district_portal.ui.in_utf8 import in_utf8
from tests.permissions.test_matrix import COUNT, NAMES, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING_TYPED = ("submit", "image", "reset", "button")
NOT_ALLOWED = 405


@dataclass
class Shown:
    """One form: where it goes, what stands in it, and who is shown it (at which address).

    `files` are its fields for files; `choices` the values that its lists and boxes offer; `kinds`
    what a browser is told of a field, as "date".
    """

    name: str
    method: str
    fields: dict[str, list[str]]
    files: frozenset[str] = frozenset()
    choices: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.name} ({', '.join(sorted({*self.fields, *self.files}))})"


class Visitors:
    """Each of the cast as somebody who signed in with a password a moment ago."""

    def __init__(self, cast) -> None:
        self.cookies = {"anon": Client().cookies}
        for who in NAMES:
            if who != "anon":
                client = Client()
                client.force_login(getattr(cast, who))
                session = client.session
                session[SEEN], session[LISTED] = time.time(), session.session_key
                session["account_authentication_methods"] = [
                    {"method": "password", "at": time.time()}
                ]
                session.save()
                self.cookies[who] = client.cookies

    def as_(self, who: str) -> Client:
        """The browser of that person, as it was when they had just signed in."""
        client = _browser()
        client.cookies = deepcopy(self.cookies[who])
        return client


@cache
def _browser() -> Client:
    client = Client(raise_request_exception=False)
    client.handler = in_utf8(client.handler)
    return client


def every_form(visitors: Visitors, world: dict[str, object], *, most: int) -> list[Shown]:
    """All forms of all pages, each once, and what takes POST without a form that says so.

    Each page is opened by as many of those who may as `most` says, the first and the last too.
    """
    found: dict[tuple[str, str, frozenset[str]], Shown] = {}
    for method, _name, address, who in _asked(world, most):
        if method == "GET":
            for form in _on_page(visitors.as_(who), address):
                key = (form.name, form.method, frozenset({*form.fields, *form.files}))
                found.setdefault(key, form).at.update({who: form.at["shown"]})
    shown = {form.name for form in found.values() if form.method == "POST"}
    for _method, name, address, who in _asked(world, most):
        if name not in shown and (read := _read(visitors.as_(who), address)) is not None:
            key = (name, "POST", frozenset(read))
            fields = {each: [""] for each in read}
            found.setdefault(key, Shown(name, "POST", fields)).at.update({who: address})
    for form in found.values():
        form.at.pop("shown", None)
    return list(found.values())


def _asked(world: dict[str, object], most: int) -> Iterator[tuple[str, str, str, str]]:
    for row in ROWS:
        method, name, *arguments = row[:-COUNT]
        address = reverse(name, args=[world[argument] for argument in arguments])
        may = [who for who, may in zip(NAMES, row[-COUNT:], strict=True) if may == "y"]
        for who in [*may[: most - 1], *may[most - 1 :][-1:]]:
            yield method, name, address, who


def _on_page(client: Client, address: str) -> Iterator[Shown]:
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
        return
    page = html.fromstring(answer.content)
    for form in page.iter("form"):
        where = urljoin(address, form.get("action") or address)
        try:
            name = resolve(urlsplit(where).path).view_name
        except Resolver404:
            continue
        yield _form(page, form, name, where)


def _form(page: html.HtmlElement, form: html.HtmlElement, name: str, where: str) -> Shown:
    own = form.get("id")
    inside = form.xpath(".//input|.//select|.//textarea|.//button")
    beside = page.xpath("//*[@form=$own]", own=own) if own else []
    fields: dict[str, list[str]] = {}
    choices: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    files = set()
    for each in (*inside, *beside):
        said, kind = each.get("name"), (each.get("type") or "").lower()
        if not said or said == "csrfmiddlewaretoken":
            continue
        kinds[said] = kind
        if kind == "file":
            files.add(said)
        elif each.tag == "select":
            choices[said] = [one.get("value", "") for one in each.iter("option")]
            fields[said] = [
                one.get("value", "")
                for one in each.iter("option")
                if one.get("selected") is not None
            ]
        elif kind in ("checkbox", "radio"):
            choices.setdefault(said, []).append(each.get("value", "on"))
            chosen = [each.get("value", "on")] if each.get("checked") is not None else []
            fields.setdefault(said, []).extend(chosen)
        elif each.tag == "button" or kind in NOTHING_TYPED:
            choices.setdefault(said, []).append(each.get("value", ""))
            fields.setdefault(said, [each.get("value", "")])
        else:
            typed = each.text or "" if each.tag == "textarea" else each.get("value", "")
            fields.setdefault(said, []).append(typed)
    method = (form.get("method") or "get").upper()
    return Shown(name, method, fields, frozenset(files), choices, kinds, {"shown": where})


def _read(client: Client, address: str) -> set[str] | None:
    """What a page reads of a form that says nothing; None where it takes none."""
    asked: set[str] = set()

    def spied(method):
        def asking(self, key, *rest):
            if isinstance(self, QueryDict) and isinstance(key, str):
                asked.add(key)
            return method(self, key, *rest)

        return asking

    names = ("__getitem__", "get", "getlist")
    with (
        patch.multiple(
            MultiValueDict, **{name: spied(getattr(MultiValueDict, name)) for name in names}
        ),
        transaction.atomic(),
    ):
        status = client.post(address).status_code
        transaction.set_rollback(True)
    return None if status in (NOT_ALLOWED, 404) else asked
