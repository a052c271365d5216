"""Make an evidence bundle: a ZIP file that anyone can check without the portal.

Two bundles of the same state differ in the moment of making alone, which stands in manifest.json
and on the first page. What shows that this portal made it is the SHA-256 of its manifest, kept in
the audit trail and in a row that nobody can change.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from district_portal import audit
from district_portal.district import current
from district_portal.permissions import scope_of
from policies.acknowledgments.evidence import telling, under_seal, verify
from policies.acknowledgments.evidence.gathering import MAY, Gathering
from policies.acknowledgments.evidence.plain import Row
from policies.acknowledgments.models import Bundle, BundleFile, Signature

if TYPE_CHECKING:
    from accounts.models import Person
    from policies.models import Policy

KEPT: Final = dt.timedelta(days=7)
"""How long its maker can download a bundle."""
_THEN: Final = (1980, 1, 1, 0, 0, 0)
"""When each file of a bundle was last written, as far as the ZIP file knows."""


class NotAllowedError(Exception):
    """The person may not make evidence bundles."""


class GoneError(Exception):
    """The file of the bundle has expired."""


@transaction.atomic
def make(
    *,
    by: Person,
    person: Person | None = None,
    policy: Policy | None = None,
    version: int | None = None,
    at: dt.datetime | None = None,
) -> Bundle:
    """Make a bundle about `person`, or about `policy` or the `version` of it that has this number.

    It holds what `by` may see, is kept for KEPT, and is recorded with the fingerprint of its
    manifest. `at` is aware, now unless given. Raises NotAllowedError, and ValueError unless exactly
    one of `person` and `policy` is given.
    """
    if (person is None) == (policy is None):
        raise ValueError("a bundle is about one person or about one policy")
    scope = scope_of(by, MAY, Signature)
    if scope is None:
        raise NotAllowedError
    at = at or timezone.now()
    rows = Gathering(by=by, person=person, policy=policy, version=version)
    with timezone.override(current.zone()), translation.override(settings.LANGUAGE_CODE):
        about = _about(rows, is_limited=bool(scope))
        with TemporaryFile() as out:
            counts, manifest = _write(out, rows, about=about, made=_made(by, at))
            out.seek(0)
            content = out.read()
    bundle = Bundle.objects.create(
        person=person,
        policy=policy,
        version=version,
        made_at=at,
        made_by=by,
        manifest_sha256=manifest,
        is_limited=bool(scope),
        signatures=counts["signatures"],
        closings=counts["closings"],
    )
    BundleFile.objects.create(
        bundle=bundle, content=content, size=len(content), expires_at=at + KEPT
    )
    audit.record(
        "evidence.made",
        by=by,
        on=bundle,
        person=person,
        after={"about": about["title"], "manifest_sha256": manifest, **counts},
        at=at,
    )
    return bundle


@transaction.atomic
def fetch(bundle: Bundle, *, by: Person, at: dt.datetime | None = None) -> bytes:
    """The ZIP file of `bundle`, for whoever made it; each time is recorded.

    Raises GoneError once it has expired.
    """
    kept = BundleFile.objects.filter(bundle=bundle, expires_at__gt=at or timezone.now()).first()
    if kept is None:
        raise GoneError
    audit.record(
        "evidence.fetched",
        by=by,
        on=bundle,
        person=bundle.person,
        after={"manifest_sha256": bundle.manifest_sha256},
        at=at,
    )
    return bytes(kept.content)


def forget_expired(*, at: dt.datetime | None = None) -> int:
    """Delete the files that have expired; that they were made stays known. Answers how many."""
    deleted, _each = BundleFile.objects.filter(expires_at__lte=at or timezone.now()).delete()
    return deleted


def file_name(bundle: Bundle) -> str:
    """A name such as evidence-E-000012.zip: it tells nobody's name in a folder of downloads."""
    return f"evidence-{bundle.number}.zip"


def program() -> str:
    """The verify.py of a bundle: ours, with what it imports from us put in its place."""
    own, part = (Path(str(module.__file__)).read_text("utf-8") for module in (verify, under_seal))
    _title, standing = part.split("from __future__ import annotations\n")
    [line] = [line for line in own.splitlines() if line.startswith("from policies.")]
    return own.replace(line, standing.strip())


class _Zip:
    """A ZIP file being written, with the size and SHA-256 of each of its files."""

    def __init__(self, out: Any) -> None:
        self.zip = zipfile.ZipFile(out, "w")
        self.files: dict[str, Row] = {}

    def add(self, name: str, parts: Iterable[bytes]) -> str:
        """Write a file out of `parts`; answers its SHA-256."""
        entry = zipfile.ZipInfo(name, date_time=_THEN)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self.zip.open(entry, "w", force_zip64=True) as stream:
            for part in parts:
                stream.write(part)
                digest.update(part)
                size += len(part)
        self.files[name] = {"sha256": digest.hexdigest(), "bytes": size}
        return digest.hexdigest()


def _write(out: Any, rows: Gathering, *, about: Row, made: Row) -> tuple[dict[str, int], str]:
    """Write all files; answers how many rows there are of each kind, and the manifest's SHA-256."""
    to = _Zip(out)
    page = telling.Page()
    counts: dict[str, int] = {}

    def add_rows(name: str, found: Iterable[Row]) -> None:
        counts[name] = 0

        def lines() -> Iterator[bytes]:
            for row in found:
                counts[name] += 1
                page.add(name, row)
                yield _json(row) + b"\n"

        to.add(f"{name}.jsonl", lines())

    add_rows("assignments", rows.assignments())
    add_rows("closings", rows.closings())
    add_rows("signatures", rows.signatures())
    add_rows("attempts", rows.attempts())
    for name, content in rows.scans():
        to.add(name, [content])
    versions = []
    for version, text in rows.versions():
        to.add(version["file"], [text.encode()])
        versions.append(version)
    add_rows("versions", versions)
    add_rows("mails", rows.mails())
    add_rows("audit", rows.acts())
    add_rows("seals", rows.seals())
    counts = dict(sorted(counts.items()))
    to.add("verify.py", [program().encode()])
    to.add("README.txt", [telling.readme(about=about).encode()])
    to.add("style.css", [telling.style().encode()])
    to.add("index.html", page.parts(about=about, made=made, counts=counts))
    manifest = {"format": verify.FORMAT, "made": made, "about": about, "counts": counts}
    content = _json({**manifest, "files": to.files}, indent=1) + b"\n"
    digest = to.add(verify.MANIFEST, [content])
    to.add(verify.SEAL, [f"{digest}  {verify.MANIFEST}\n".encode()])
    to.zip.close()
    return counts, digest


def _about(rows: Gathering, *, is_limited: bool) -> Row:
    """Whom or what a bundle is about; `is_limited` when its maker sees only some people."""
    return {
        "title": _title(rows),
        "district": current.current().name,
        "person": rows.person.pk if rows.person else None,
        "policy": rows.policy.pk if rows.policy else None,
        "version": rows.version,
        "time_zone": str(current.zone()),
        "is_limited": is_limited,
    }


def _title(rows: Gathering) -> str:
    if rows.person:
        number = f" ({rows.person.number})" if rows.person.number else ""
        return f"{rows.person.full_name}{number}"
    if rows.version:
        words = {"policy": rows.policy, "number": rows.version}
        return _("%(policy)s, version %(number)d") % words
    return str(rows.policy)


def _made(by: Person, at: dt.datetime) -> Row:
    return {
        "at": at.astimezone(dt.UTC).isoformat(),
        "at_local": timezone.localtime(at).isoformat(),
        "by": str(by),
        "by_id": by.pk,
        "portal": settings.PORTAL_ADDRESS,
    }


def _json(value: Row, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent).encode()
