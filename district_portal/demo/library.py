"""The policies of the demo district, published version by version, each on its day."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Person
from district_portal.district.current import today, zone
from policies.drafts import drafting
from policies.importing import parse
from policies.models import Clause, Policy
from policies.publication import publishing
from policies.publication.adopting import Board

TEXTS = Path(__file__).parent / "texts"
KINDS = {"policy": Policy.Kind.POLICY, "administrative rule": Policy.Kind.RULE}


@dataclass(frozen=True)
class Edition:
    """One version of one policy of the catalogue."""

    policy: dict[str, Any]
    number: int
    file: Path
    effective: dt.date
    kind: str
    again: str
    summary: str
    board: Board


@cache
def catalogue() -> dict[str, Any]:
    """The catalogue of the demo's texts."""
    return tomllib.loads((TEXTS / "catalogue.toml").read_text(encoding="utf-8"))


def editions() -> list[Edition]:
    """Every version of every policy, oldest day first."""
    found = [
        Edition(
            policy=policy,
            number=number,
            file=TEXTS / policy["folder"] / version["file"],
            effective=_past(version["effective"]),
            kind=version.get("kind", "substantive"),
            again=version.get("again", "everyone"),
            summary=version["summary"],
            board=_past_board(version.get("board", {})),
        )
        for policy in catalogue()["policy"]
        for number, version in enumerate(policy["version"], start=1)
    ]
    return sorted(found, key=lambda edition: (edition.effective, edition.policy["code"]))


def _past(day: dt.date) -> dt.date:
    """That day, or today where a computer's clock has not come so far yet."""
    return min(day, today())


def _past_board(board: dict[str, Any]) -> Board:
    return Board(
        **{  # type: ignore[typeddict-item]
            name: _past(value) if isinstance(value, dt.date) else value
            for name, value in board.items()
        }
    )


def publish(edition: Edition, *, by: Person | None) -> None:
    """Publish one version at eight in the morning of its day."""
    kind = KINDS[edition.policy["kind"]]
    code = edition.policy["code"]
    content = edition.file.read_bytes()
    draft = drafting.start(
        parse(content, edition.file.name),
        source_name=edition.file.name,
        source=content.decode(),
        by=by,
        policy=Policy.objects.filter(kind=kind, code=code).first(),
    )
    draft.kind, draft.code, draft.title = kind, code, edition.policy["title"]
    draft.series = edition.policy["series"]
    draft.save()
    morning = dt.datetime.combine(edition.effective, dt.time(8), tzinfo=zone())
    publishing.publish(
        draft,
        by=by,
        revision=edition.kind,
        summary=edition.summary,
        asks_again="nobody" if edition.again == "nobody" else "everyone",
        effective_on=edition.effective,
        board=edition.board,
        at=min(morning, timezone.now()),
    )


def promises() -> list[tuple[str, str, str, Clause | None]]:
    """Kind of request, name and wording of each promise, with the clause in force behind it."""
    listed = tomllib.loads((TEXTS / "promises.toml").read_text(encoding="utf-8"))["promise"]
    return [
        (
            promise.get("kind", "account"),
            promise["name"],
            promise["wording"],
            _clause(promise["code"], promise["starts"]),
        )
        for promise in listed
    ]


def _clause(code: str, starts: str) -> Clause | None:
    return Clause.objects.filter(
        version__policy__code=code, version__state="in_force", text__startswith=starts
    ).first()
