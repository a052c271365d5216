"""The disk is full for a while: pages say so, nothing is half kept, and all goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest

from district_portal.embedded.borrowing import urls_of
from district_portal.embedded.environment import needs_of
from tests.faults.portal_tree import PARTS, PortalTree
from tests.migrated import lay_tables
from tests.visitor import Visitor

MEGABYTE = 1024 * 1024
ROOM = 700
"""Megabytes of the disk: a new portal fills some 200 of them."""
BACK = 120
"""Seconds in which all must go on once there is room again."""
ENTER = """
from tests.cast import call_the_cast
from tests.factories.acknowledgments import required
from tests.factories.policies import published
cast = call_the_cast()
required(published("529", "Staff Use of Social Media"), people=[cast.lou])
"""
COUNT = """
from django.db import connection
from policies.acknowledgments.models import Signature
from policies.models import Draft
from district_portal import audit
from district_portal.jobs.models import Job, JobPiece
print([Signature.objects.count(), audit.events(act="acknowledgments.signed").count(),
    Draft.objects.count(), Job.objects.count(), JobPiece.objects.count()])
"""


def may_mount() -> bool:
    if os.geteuid():
        return False
    with tempfile.TemporaryDirectory() as folder:
        tried = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
        if subprocess.run(tried, capture_output=True, check=False).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
    return True


pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not may_mount(), reason="makes a small disk, as only root may"),
]


@pytest.fixture(scope="module")
def disk():
    folder = Path(tempfile.mkdtemp(prefix="full-"))
    made = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m,mode=0711", "tmpfs", folder]
    subprocess.run(made, check=True)
    (folder / "tmp").mkdir(mode=0o1777)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


@pytest.fixture(scope="module")
def tree(disk):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TMPDIR", str(disk / "tmp"))
        patched.setattr(tempfile, "tempdir", None)
        made = PortalTree(disk / "var")
        try:
            lay_tables(made.places)
            made.started()
            entered = made.manage("shell", "-c", ENTER)
            assert entered.returncode == 0, entered.stderr
            yield made
        finally:
            made.clean()
            tempfile.tempdir = None


@contextmanager
def no_room(disk: Path, left: int = 0):
    """While the block lasts only so many bytes are free."""
    filler = disk / "filler"
    try:
        with filler.open("wb") as out, suppress(OSError):
            while (free := shutil.disk_usage(disk).free) > left:
                out.write(bytes(min(MEGABYTE, free - left)))
                out.flush()
        yield
    finally:
        filler.unlink()


def upload(visitor: Visitor, size: int):
    """Polly sends a long policy, which is kept until the worker has read it."""
    clauses = "".join(f"{number}. Clause {number} of many.\n" for number in range(1, 400))
    text = f"711 - Title\n\n{clauses}".encode()
    several = [("files", (f"{n}.txt", text + b"x" * size, "text/plain")) for n in range(3)]
    return visitor.send("/policies/import/", files=several)


def counted(tree) -> list[int]:
    found = tree.manage("shell", "-c", COUNT)
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout.strip().splitlines()[-1])


def is_told(page) -> bool:
    told = ("The portal has no room left", "The portal is away for a moment")
    return page.status_code == 503 and any(words in page.text for words in told)


def test_pages_say_so_and_what_could_not_be_kept_is_kept_once_there_is_room(tree, disk):
    lou, polly = tree.visitor().sign_in("lou"), tree.visitor().sign_in("polly")
    before = counted(tree)
    with no_room(disk):
        refused = upload(polly, 3 * MEGABYTE)
        assert is_told(refused), (refused.status_code, refused.text[:2000])
        assert "no room left" in refused.text
        for path in ("/", "/policies/", "/requests/", "/accounts/login/"):
            page = lou.get(path)
            assert page.status_code == 200 or is_told(page), (path, page.text[:2000])
        assert lou.get("/healthz").status_code == 200
    tree.wait_until(lambda: lou.get("/readyz").status_code == 200, seconds=BACK)
    assert counted(tree) == before
    assert "711" not in polly.get("/policies/drafts/").text
    assert sign(lou).url.endswith("/receipts/1/")
    assert upload(polly, 0).status_code == 200
    signed, told, *made = counted(tree)
    assert (signed, told) == (before[0] + 1, before[1] + 1)
    assert any(made)
    assert all(tree.pid(part) for part in PARTS)
    assert tree.manage("verify_audit").returncode == 0


def sign(lou: Visitor):
    return lou.send("/sign/1/", agree="on", typed_name="Lou Berg")


def test_a_database_without_room_for_its_log_comes_back_whole(tree, disk):
    """It ends where it can't write its log, and is started again until it can."""
    ada = tree.visitor().sign_in("ada")
    before = counted(tree)
    with no_room(disk):
        with pytest.raises(psycopg2.OperationalError):
            fill_the_log(tree)
        page = ada.get("/")
        assert page.status_code == 200 or is_told(page), page.text[:2000]
    tree.wait_until(lambda: ada.get("/readyz").status_code == 200, seconds=BACK)
    assert "Ada Lindqvist" in ada.get("/").text
    assert counted(tree) == before
    assert tree.manage("verify_audit").returncode == 0


def fill_the_log(tree) -> None:
    """Write to the log of the database until no room is left for it."""
    url = urls_of(tree.places, needs_of(tree.environ))["DATABASE_OWNER_URL"]
    with closing(psycopg2.connect(url)) as opened, opened.cursor() as cursor:
        opened.autocommit = True
        for _megabyte in range(ROOM):
            cursor.execute("SELECT pg_logical_emit_message(false, 'fill', repeat('x', 1000000))")
