"""While somebody sends files made to do harm, one after another, others go on reading."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import threading
import time
from pathlib import Path

import pytest

from tests.faults.portal_tree import PortalTree
from tests.forms.hostile import hostile_files
from tests.migrated import lay_tables
from tests.visitor import Visitor

pytestmark = [
    pytest.mark.fault,
    pytest.mark.soak,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="counts processes in /proc"),
]
ENTER = """
from tests.cast import call_the_cast
from tests.factories.policies import published
call_the_cast()
published("529", "Staff Use of Social Media")
"""
PAGE = "/policies/529/"
LOOKS = 40
SLOWER = 2.0
"""So many times as long as with nobody else there may a page take, in the middle of many."""
SENT_TO = {
    "/policies/import/": ("polly", "files"),
    "/people/roster/new/": ("tom", "sheet"),
    "/setup/look/": ("tom", "logo"),
}


@pytest.fixture(scope="module")
def tree():
    folder = Path(tempfile.mkdtemp(prefix="portal uploads "))
    folder.chmod(0o711)
    made = PortalTree(folder / "var")
    try:
        lay_tables(made.places)
        made.started()
        entered = made.manage("shell", "-c", ENTER)
        assert entered.returncode == 0, entered.stderr
        yield made
    finally:
        made.clean()
        shutil.rmtree(folder)


def looks(lou: Visitor, count: int = LOOKS) -> list[float]:
    """Seconds of so many looks at a page, or of as many as there is time for."""
    took = []
    for _look in range(count):
        began = time.perf_counter()
        assert lou.get(PAGE).status_code == 200
        took.append(time.perf_counter() - began)
    return took


def test_pages_of_others_take_no_more_than_twice_as_long(tree):
    lou, answers = tree.visitor().sign_in("lou"), {}
    looks(lou, 10)
    before = looks(lou)
    sending = threading.Thread(target=_send_all, args=(tree, answers))
    sending.start()
    meanwhile = []
    while sending.is_alive():
        meanwhile += looks(lou, 1)
    floor = statistics.median(before + looks(lou))
    slower = statistics.median(meanwhile) / floor
    print(  # noqa: T201
        f"{len(answers)} files; a page {floor * 1000:.0f} ms, meanwhile {slower:.2f} times as long"
        f" in {len(meanwhile)} looks, {max(meanwhile):.2f} s at most"
    )
    assert {what: status for what, status in answers.items() if not 200 <= status < 500} == {}
    assert slower <= SLOWER


def _send_all(tree, answers) -> None:
    for path, (who, name) in SENT_TO.items():
        visitor = tree.visitor().sign_in(who)
        for what, file in hostile_files().items():
            if "\0" not in file.name and len(file.name) < 300:
                part = (name, (file.name, file.content, "application/octet-stream"))
                answers[path, what] = visitor.send(path, files=[part]).status_code
