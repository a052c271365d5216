"""Send what is due: rows decide, under a lease, and each result is committed before the next body.

A crash or a lost answer between the last dot of a mail and the commit can be decided by nobody.
Such a mail is sent again under the same Message-ID and counted as a repeat, or held for a person,
as its row says.
"""

from __future__ import annotations

import time
from collections import Counter

from district_portal.district import current
from district_portal.mailing import composing, leasing
from district_portal.mailing.conversing import MailServer, Outcome
from district_portal.mailing.ending import end
from district_portal.mailing.enveloping import envelop
from district_portal.mailing.models import Message

LOSSES_AT_MOST = 3


def sweep(*, seconds: float = 60) -> Counter[str]:
    """Send what is due over one connection, for about that many seconds.

    Answers how many messages had which outcome; `left` is 1 when the time was over before the
    messages were. Several sweeps at once share the work.
    """
    tally: Counter[str] = Counter()
    over = time.monotonic() + seconds
    with MailServer() as server:
        while messages := leasing.claim():
            reached = _send(_write(messages), server, tally)
            if not reached:
                break
            if time.monotonic() > over:
                tally["left"] = 1
                break
    return tally


def _write(messages: list[Message]) -> list[Message]:
    """Put words into those that have none; those that are left without are sent no more."""
    without = composing.write(messages)
    for message, why in without.items():
        leasing.drop(message, why=why)
    return [message for message in messages if message not in without]


def _send(messages: list[Message], server: MailServer, tally: Counter[str]) -> bool:
    """Send each in turn; False when the mail server can't be reached, and the rest waits."""
    district = current.current().name
    losses, reached = 0, True
    ended: Message | None = None
    for message in messages:
        content = envelop(message, district=district)
        ours = leasing.go_on(ended=ended, begun=message)
        ended = None
        if not ours:
            continue
        answer = server.send(content, to=message.address)
        ended = end(message, answer)
        tally[answer.outcome.value] += 1
        losses = losses + 1 if answer.cut else 0
        reached = answer.outcome is not Outcome.UNREACHABLE and losses < LOSSES_AT_MOST
        if not reached:
            break
    leasing.go_on(ended=ended, begun=None)
    if not reached:
        leasing.put_back(messages)
    return reached
