"""Many files, or large ones, are read in a job; a few small ones at once."""

from __future__ import annotations

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from district_portal.jobs import running
from district_portal.jobs.models import Job, JobPiece
from policies.forms import uploading
from policies.importing import pdf
from policies.models import Draft
from tests.policies.importing.pdfs import pdf_of_one_stream, words_at
from tests.policies.importing.word.building import document, paragraph, run
from tests.policies.test_import_preview_page import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def polly(cast, client):
    client.force_login(cast.polly)
    return client


def policy(number: int) -> SimpleUploadedFile:
    content = f"{number} - Title {number}\n\n1. Be kind.\n2. Ask first.\n"
    return SimpleUploadedFile(f"{number}.txt", content.encode())


def upload(client, *files, **fields):
    return client.post("/policies/import/", {"files": list(files), **fields}, follow=True)


def test_five_small_files_are_read_at_once(polly):
    upload(polly, *(policy(number) for number in range(501, 506)))
    assert Draft.objects.count() == 5
    assert not Job.objects.exists()


def test_a_hundred_files_wait_for_a_worker(polly, cast):
    answer = upload(polly, *(policy(number) for number in range(500, 600)))
    job = Job.objects.get()
    assert answer.redirect_chain == [(job.get_absolute_url(), 302)]
    assert (job.total, job.by, job.state) == (100, cast.polly, "waiting")
    assert not Draft.objects.exists()
    running.sweep()
    assert Draft.objects.count() == 100
    assert set(Draft.objects.values_list("created_by", flat=True)) == {cast.polly.pk}
    assert not JobPiece.objects.exclude(content=None).exists()
    page = polly.get("/policies/import/")
    assert f'href="{job.get_absolute_url()}"' in page.text
    assert "100 files" in words(page)


def test_one_bad_file_of_many_stops_no_other(polly):
    bad = SimpleUploadedFile("photo.txt", b"\x89PNG\r\n" + bytes(100))
    cut = SimpleUploadedFile("cut.docx", document(paragraph("Text."))[:300])
    upload(polly, bad, cut, *(policy(number) for number in range(501, 507)))
    running.sweep()
    assert Draft.objects.count() == 6
    told = words(polly.get(Job.objects.get().get_absolute_url()))
    assert "photo.txt Not read This is a picture." in told
    assert told.index("photo.txt") < told.index("501.txt")
    assert "cut.docx Not read The Word document is damaged" in told


def test_a_large_file_waits_but_one_that_is_none_is_refused_at_once(polly, monkeypatch):
    monkeypatch.setattr(uploading, "BYTES_AT_ONCE", 200)
    answer = upload(polly, policy(501), SimpleUploadedFile("a.docx", b"PK\x03\x04" + bytes(300)))
    assert "a.docx: The Word document is damaged" in words(answer)
    assert not Job.objects.exists()
    upload(polly, policy(501), SimpleUploadedFile("a.docx", document(paragraph("Be kind."))))
    assert Job.objects.get().total == 2


def test_what_takes_long_to_read_waits_and_so_does_what_came_with_it(polly, monkeypatch):
    monkeypatch.setattr(uploading, "SECONDS_AT_ONCE", 1.0)
    small_print = words_at(*[(9, height, "abcdef") for height in range(9, 780)], size=1)
    slow = SimpleUploadedFile("slow.pdf", pdf_of_one_stream(400, small_print))
    started = time.monotonic()
    upload(polly, policy(501), slow)
    assert time.monotonic() - started < pdf.PATIENCE / 2
    assert not Draft.objects.exists()
    assert list(JobPiece.objects.values_list("name", flat=True)) == ["501.txt", "slow.pdf"]


def test_a_single_file_that_waits_keeps_the_code_that_was_wanted(polly, monkeypatch):
    monkeypatch.setattr(uploading, "BYTES_AT_ONCE", 1)
    for name, text in (("a.txt", "Staff Networks\n\n1. Be kind.\n"), ("b.txt", policy(501).read())):
        content = text if isinstance(text, bytes) else text.encode()
        upload(polly, SimpleUploadedFile(name, content), code="529.1", kind="rule")
    running.sweep()
    assert sorted(Draft.objects.values_list("code", "kind")) == [
        ("501", "policy"),
        ("529.1", "rule"),
    ]
    told = [words(polly.get(job.get_absolute_url())) for job in Job.objects.order_by("pk")]
    assert ["prints another code than 529.1" in each for each in told] == [False, True]


def test_a_long_text_or_document_waits_however_few_bytes_it_has(polly):
    long = "\n\n".join(f"{number}. a" for number in range(1, 6_000))
    upload(polly, pasted=f"529 - Long\n\n{long}")
    body = document("".join(paragraph(f"{n}. {'a ' * 9}") for n in range(25_000)))
    assert len(body) < uploading.BYTES_AT_ONCE
    upload(polly, SimpleUploadedFile("a.docx", body))
    waiting = JobPiece.objects.order_by("job_id").values_list("name", flat=True)
    assert list(waiting) == ["pasted.txt", "a.docx"]
    assert not Draft.objects.exists()


def test_files_or_a_pasted_text_but_not_both(polly):
    both = upload(polly, policy(501), pasted="700 - Pasted\n\n1. Be kind.\n")
    assert "You chose a file and pasted a text." in both.context["form"].errors["pasted"][0]
    assert "1. Be kind." in both.content.decode(), "what was pasted is not lost"
    neither = upload(polly)
    assert neither.context["form"].errors["files"] == ["Choose a file, or paste the text below"]
    assert "(optional)" not in neither.content.decode()
    assert not Draft.objects.exists()


def test_what_word_keeps_beside_the_text_is_asked_about_on_the_draft(polly):
    changed = '<w:del w:author="A"><w:r><w:delText>six </w:delText></w:r></w:del>'
    body = paragraph("529 - Staff Networks") + paragraph(run("Within "), changed, run("ten days."))
    upload(polly, SimpleUploadedFile("a.docx", document(body)))
    draft = Draft.objects.get()
    assert "tracked changes" in draft.doubts[0]["message"]
    assert draft.source == "529 - Staff Networks\nWithin ten days."
    assert [node["text"] for node in draft.dropped] == ["six"]
    assert "tracked changes" in words(polly.get(draft.get_absolute_url()))
