"""Send a form in one way, and tell what the portal must never do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client

    from tests.forms.finding import Shown, Visitors
    from tests.forms.typing import Sent

    Also = Callable[[Client, HttpResponse, set[str]], str]

FAILED = 500
KEPT_ANYWAY = {"django_session", "usersessions_usersession"}
"""What a page may write whatever it answers: that somebody is signed in and what they were told."""
WRONG = b"data-error-summary"
"""What stands on a page on which a form is shown again, with what is wrong."""
NOTED = {
    "account_login": {"audit_event"},
    "approvals:details": {"approvals_request"},
    "approvals:promises": {"approvals_request"},
}
"""What a wrong form leaves: that somebody failed to sign in, and the draft just as it was typed."""
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)


class Written:
    """The tables written to, but for what was rolled back."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("ROLLBACK TO SAVEPOINT"):
            del self.steps[self.steps.index(sql.removeprefix("ROLLBACK TO ")) :]
        elif sql.startswith("SAVEPOINT"):
            self.steps.append(sql)
        elif found := WRITES.match(sql):
            self.steps.append(found[1])
        return execute(sql, params, many, context)

    def tables(self) -> set[str]:
        return {step for step in self.steps if not step.startswith("SAVEPOINT")} - KEPT_ANYWAY


def judged(
    visitors: Visitors, form: Shown, sent: Sent, *, also: Also | None = None
) -> tuple[int, str]:
    """The status of the answer, and what is wrong with it; nothing where it is as it should be.

    A form is taken whole, or refused without a trace: what is written would be committed, no
    page fails on it, neither the answer nor that to which it leads. `also` looks for more, before
    all of it is taken back.
    """
    client, written = visitors.as_(sent.who), Written()
    with transaction.atomic():
        with connection.execute_wrapper(written):
            answer = _send(client, form, sent)
        fault = _fault(client, form, answer, written)
        if also and not fault:
            fault = also(client, answer, written.tables())
        transaction.set_rollback(True)
    return answer.status_code, fault


def _send(client: Client, form: Shown, sent: Sent) -> HttpResponse:
    address = form.at[sent.who]
    if form.method == "GET":
        return client.get(f"{urlsplit(address).path}?{sent.body.decode('ascii', 'replace')}")
    return client.generic("POST", address, sent.body, content_type=sent.kind)


def is_wrong(answer: HttpResponse) -> bool:
    """Whether a form is shown again with what is wrong, or was refused."""
    shown_again = answer.status_code == 200 and not answer.streaming and WRONG in answer.content
    return shown_again or answer.status_code >= 400


def _fault(client: Client, form: Shown, answer: HttpResponse, written: Written) -> str:
    if fault := _failed(answer):
        return fault
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    if answer.status_code in (301, 302):
        where = urlsplit(answer.headers["Location"])
        if where.netloc:
            return ""
        return _failed(client.get(f"{where.path}?{where.query}"))
    if is_wrong(answer) and (left := written.tables() - NOTED.get(form.name, set())):
        return f"{answer.status_code}, and yet written to {sorted(left)}"
    return ""


def _failed(answer: HttpResponse) -> str:
    if answer.streaming:
        b"".join(answer.streaming_content)
    if answer.status_code < FAILED:
        return ""
    error = getattr(answer, "exc_info", None)
    return f"{answer.status_code}: {error and _where(error)}"


def _where(error) -> str:
    kind, said, trace = error
    while trace.tb_next and "/district" not in trace.tb_next.tb_frame.f_code.co_filename:
        trace = trace.tb_next
    return f"{kind.__name__}: {str(said)[:200]}"
