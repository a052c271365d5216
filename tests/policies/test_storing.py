"""Files taken in by command: all or none, and doing it again changes nothing."""

import pytest
from django.core.management import CommandError, call_command

from district_portal import audit
from policies.drafts import drafting
from policies.models import Draft, Policy, Version
from tests.factories.policies import published
from tests.policies.texts import TWINS

pytestmark = pytest.mark.django_db

BULLETED = TWINS / "417.2-employee-social-media"
NUMBERED = TWINS / "staff-presence-on-social-media"


def take_in(capsys, *arguments):
    call_command("import_policies", *map(str, arguments))
    return capsys.readouterr().out


def test_a_file_becomes_a_draft(capsys):
    said = take_in(capsys, BULLETED / "v1.txt")
    assert said == "v1.txt: a draft to check: 417.2 Employee Social Media\n"
    assert Draft.objects.get().source == (BULLETED / "v1.txt").read_text(encoding="utf-8")


def test_the_same_file_again_changes_nothing(capsys):
    take_in(capsys, BULLETED / "v1.txt")
    assert "unchanged" in take_in(capsys, BULLETED / "v1.txt")
    assert Draft.objects.count() == 1


def test_a_file_is_published_and_again_changes_nothing(capsys):
    assert "published as" in take_in(capsys, BULLETED / "v1.txt", "--publish")
    said = take_in(capsys, BULLETED / "v1.txt", "--publish")
    assert said == ("v1.txt: unchanged, the same text as 417.2 Employee Social Media, version 1\n")
    assert Version.objects.count() == 1
    assert audit.events(act="policies.published").count() == 1


def test_an_older_text_again_is_no_new_version(capsys):
    take_in(capsys, BULLETED / "v1.txt", BULLETED / "v2.txt", "--publish")
    assert Policy.objects.get().in_force.number == 2
    assert "version 1" in take_in(capsys, BULLETED / "v1.txt", "--publish")
    assert Version.objects.count() == 2


def test_the_next_text_is_the_policy_s_next_version(capsys):
    take_in(capsys, BULLETED / "v1.txt", "--publish")
    take_in(
        capsys,
        BULLETED / "v2.txt",
        "--publish",
        "--summary=In writing.",
        "--revision=minor",
        "--sign-again=nobody",
    )
    version = Policy.objects.get().in_force
    assert (version.number, version.summary, version.revision) == (2, "In writing.", "minor")
    assert version.accepts_from == 1


def test_a_file_without_a_code_stops_everything_and_says_what_to_do(capsys):
    with pytest.raises(CommandError) as refused:
        take_in(capsys, BULLETED / "v1.txt", NUMBERED / "v1.txt", "--publish")
    assert "v1.txt: No code is printed." in str(refused.value)
    assert "--code 533" in str(refused.value)
    assert "Nothing was stored." in str(refused.value)
    assert not Policy.objects.exists()
    assert not Draft.objects.exists()


def test_the_code_can_be_told(capsys):
    take_in(capsys, NUMBERED / "v1.txt", "--publish", "--code=533")
    assert Policy.objects.get().slug == "533"
    assert "unchanged" in take_in(capsys, NUMBERED / "v1.txt", "--publish", "--code=533")


def test_a_code_can_be_told_for_one_file_only(capsys):
    with pytest.raises(CommandError, match="one file at a time"):
        take_in(capsys, NUMBERED / "v1.txt", NUMBERED / "v2.txt", "--publish", "--code=533")


def test_a_file_that_cannot_be_read_stops_everything_and_is_named(capsys, tmp_path):
    (tmp_path / "a.txt").write_text("529 - Networks\n\n1. Be kind.\n")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(CommandError, match=r"b\.txt"):
        take_in(capsys, tmp_path, "--publish")
    with pytest.raises(CommandError, match=r"missing\.txt"):
        take_in(capsys, tmp_path / "missing.txt")
    assert not Policy.objects.exists()


def test_a_policy_that_has_a_draft_is_not_published_over_it(capsys, cast):
    version = published("417.2", "Employee Social Media")
    drafting.revise(version.policy, by=cast.polly)
    with pytest.raises(CommandError, match="has a draft already"):
        take_in(capsys, BULLETED / "v1.txt", "--publish")
