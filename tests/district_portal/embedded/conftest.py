import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from district_portal.embedded.borrowing import stop_running
from district_portal.embedded.places import Places

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """What starts servers of its own runs by `make servers`: whichever others are there."""
    for item in items:
        if item.path.is_relative_to(HERE) and "folder" in item.fixturenames:
            item.add_marker("servers")


@pytest.fixture
def folder():
    """A folder that the service user can reach, with a space in its name."""
    base = Path(tempfile.mkdtemp(prefix="portal-embedded-", dir=tempfile.gettempdir()))
    base.chmod(0o711)
    inner = base / "a b"
    inner.mkdir(mode=0o711)
    yield inner
    shutil.rmtree(base)


@pytest.fixture
def places(folder):
    found = Places(var=folder / "var", data=folder / "var", sockets=folder.parent / "s")
    yield found
    if found.run.exists():
        stop_running(found)


@pytest.fixture
def kill():
    def kill_9(process):
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    return kill_9
