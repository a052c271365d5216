"""One spelling for each account, and words for what cannot be one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.models import Platform
from approvals.platforms import UnreadableAddressError, normalise
from tests.factories import approvals as factory
from tests.standing import standing

ADDRESSES = [
    line.split("\t")
    for line in Path(__file__).with_name("addresses.tsv").read_text("utf-8").splitlines()
]
"""Platform, what somebody types or pastes, and the address that it means, or ! and the refusal."""
REFUSED = [
    ("instagram", "https://facebook.com/northsideband", "leads to facebook.com, not to Instagram"),
    ("instagram", "https://www.instagram.com/p/Cxyz/", "leads to no profile"),
    ("instagram", "https://www.instagram.com/", "leads to no profile"),
    ("instagram", "@north-side!", "cannot be a handle"),
    ("instagram", "northside band", "no space"),
    ("instagram", "@nоrthside", "cannot be a handle"),  # a Cyrillic о
    ("x", "@a_handle_that_is_too_long_for_it", "cannot be a handle"),
    ("linkedin", "https://www.linkedin.com/in/lou-berg/", "a person’s own profile"),
    ("facebook", "https://www.facebook.com/events/123", "leads to no profile"),
    ("youtube", "https://youtube.com/watch?v=abc", "leads to no profile"),
    ("website", "band", "the whole web address"),
    ("website", "https://10.0.0.7/band", "the whole web address"),
    ("website", "https://lou:secret@example.org", "Leave user names"),
    ("website", "https://example.org:8080/", "Leave user names"),
    ("website", "ftp://example.org", "not a web address"),
    ("website", "https://exa mple.org", "no space"),
    ("website", "https://" + "a" * 310 + ".org", "not a web address"),
    ("website", "https://example.org/" + "a" * 310, "too long"),
    ("instagram", "", "Enter its handle or link"),
    ("instagram", " \u200b ", "Enter its handle or link"),
]


@standing
def platforms(db):
    factory.enter_presets()
    return {platform.slug: platform for platform in Platform.objects.all()}


@pytest.mark.parametrize("slug", sorted({slug for slug, _typed, _meant in ADDRESSES}))
def test_what_people_type_or_paste_is_read(platforms, slug):
    rows = [(typed, meant) for known, typed, meant in ADDRESSES if known == slug]
    assert [(typed, read(platforms[slug], typed)) for typed, _meant in rows] == rows
    addresses = {meant for _typed, meant in rows if not meant.startswith("! ")}
    assert addresses == {read(platforms[slug], address) for address in addresses}


def read(platform, text):
    try:
        return normalise(platform, text).address
    except UnreadableAddressError as refused:
        return f"! {refused}"


def test_there_are_enough_of_them():
    assert len({tuple(row) for row in ADDRESSES}) >= 200
    assert len({slug for slug, _typed, _meant in ADDRESSES}) >= 12


def test_the_handle_keeps_the_letters_that_people_see(platforms):
    assert (
        normalise(platforms["instagram"], "instagram.com/NorthsideBand").handle == "NorthsideBand"
    )


def test_www_makes_no_difference_between_two_sites(platforms):
    keys = {normalise(platforms["website"], text).key for text in ("www.a.org/b", "a.org/b/")}
    assert keys == {"a.org/b"}


@pytest.mark.parametrize(("slug", "text", "words"), REFUSED)
def test_what_cannot_be_an_account_is_refused_in_words(platforms, slug, text, words):
    with pytest.raises(UnreadableAddressError, match=words):
        normalise(platforms[slug], text)


@pytest.mark.parametrize("slug", sorted({slug for slug, _typed, _meant in ADDRESSES}))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_text_is_read_the_same_twice_or_refused(platforms, slug, data):
    host = platforms[slug].hosts.split() or ["example.org"]
    texts = st.one_of(
        st.text(max_size=60),
        st.from_regex(r"@?[\w.\-]{1,30}", fullmatch=True),
        st.builds("https://{}/{}".format, st.sampled_from(host), st.text(max_size=40)),
        st.builds(
            "{}/@{}?a=b".format, st.sampled_from(host), st.from_regex(r"[a-zA-Z0-9_.]{3,12}")
        ),
    )
    text = data.draw(texts)
    try:
        once = normalise(platforms[slug], text)
    except UnreadableAddressError:
        return
    again = normalise(platforms[slug], once.address)
    assert again.address == once.address
    assert once.address.startswith("https://")
    assert len(once.address) <= 300
    assert "\x00" not in once.address
