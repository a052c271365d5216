import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from district_portal.ui import uploads


@pytest.fixture
def written(monkeypatch):
    chunks = []
    write = TemporaryFileUploadHandler.receive_data_chunk

    def note(handler, raw_data, start):
        chunks.append(len(raw_data))
        return write(handler, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", note)
    return chunks


def large(size):
    return {"sheet": SimpleUploadedFile("large.csv", b"x" * size)}


def test_a_stranger_fills_no_disk(cast, client, written):
    page = client.post("/accounts/login/", large(uploads.MOST_OF_STRANGERS + 1))
    assert page.status_code == 400
    assert written == []


def test_who_is_signed_in_uploads_a_whole_roster_but_no_more(cast, client, written, monkeypatch):
    client.force_login(cast.hana)
    size = 3 * 1024 * 1024
    assert client.post("/people/roster/new/", large(size)).status_code == 200
    assert sum(written) == size
    monkeypatch.setattr(uploads, "MOST", size)
    written.clear()
    assert client.post("/people/roster/new/", large(size)).status_code == 400
    assert written == []
