"""One spelling for each account, and words for what cannot be one."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.models import Platform
from approvals.platforms import UnreadableAddressError, normalise
from tests.factories import approvals as factory

SAME = {
    ("instagram", "https://www.instagram.com/northsideband"): [
        "@NorthsideBand",
        "northsideband",
        " @northsideband ",
        "instagram.com/NorthsideBand",
        "http://instagram.com/northsideband/",
        "HTTPS://WWW.INSTAGRAM.COM/NorthsideBand/?igsh=abc&utm_source=qr",
        "https://m.instagram.com/northsideband/reels/",
        "//instagram.com/northsideband#top",
        "@northside\u200bband",
    ],
    ("x", "https://x.com/marlowbands"): [
        "@MarlowBands",
        "twitter.com/marlowbands",
        "https://mobile.twitter.com/MarlowBands/status/12345",
        "x.com/marlowbands?s=20",
    ],
    ("tiktok", "https://www.tiktok.com/@marlow.band"): [
        "@marlow.band",
        "tiktok.com/@Marlow.Band?lang=en",
    ],
    ("youtube", "https://www.youtube.com/@marlowbend"): [
        "@MarlowBend",
        "youtube.com/@MarlowBend/videos",
        "https://m.youtube.com/@marlowbend",
    ],
    ("youtube", "https://www.youtube.com/channel/UCabcDEF_123"): [
        "https://www.youtube.com/channel/UCabcDEF_123/featured",
    ],
    ("youtube", "https://www.youtube.com/user/marlow"): ["youtube.com/user/Marlow"],
    ("facebook", "https://www.facebook.com/northsideband"): [
        "Northside.Band",
        "fb.com/northsideband",
        "https://m.facebook.com/northside.band/photos",
    ],
    ("facebook", "https://www.facebook.com/profile.php?id=1000123"): [
        "https://www.facebook.com/profile.php?id=1000123&sk=about",
        "facebook.com/profile.php?sk=about&id=1000123",
    ],
    ("facebook", "https://www.facebook.com/groups/556677"): ["facebook.com/groups/556677/?ref=x"],
    ("linkedin", "https://www.linkedin.com/company/marlow-bend"): [
        "marlow-bend",
        "linkedin.com/company/Marlow-Bend/about/",
    ],
    ("linkedin", "https://www.linkedin.com/school/marlow-high"): [
        "linkedin.com/school/marlow-high"
    ],
    ("threads", "https://www.threads.com/@band"): ["threads.net/@Band", "@band"],
    ("bluesky", "https://bsky.app/profile/band.bsky.social"): [
        "@band.bsky.social",
        "https://bsky.app/profile/Band.bsky.social/post/3k",
    ],
    ("website", "https://band.example.org/news"): [
        "band.example.org/news/",
        "http://BAND.example.org//news?utm_source=x#a",
    ],
    ("blog", "https://www.band.example.org"): [
        "www.band.example.org",
        "https://www.band.example.org/",
    ],
}
REFUSED = [
    ("instagram", "https://facebook.com/northsideband", "leads to facebook.com, not to Instagram"),
    ("instagram", "https://www.instagram.com/p/Cxyz/", "leads to no profile"),
    ("instagram", "https://www.instagram.com/", "leads to no profile"),
    ("instagram", "@north-side!", "cannot be a handle"),
    ("instagram", "northside band", "no space"),
    ("instagram", "@nоrthside", "cannot be a handle"),  # a Cyrillic о
    ("x", "@a_handle_that_is_too_long_for_it", "cannot be a handle"),
    ("linkedin", "https://www.linkedin.com/in/lou-berg/", "a person's own profile"),
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


@pytest.fixture
def platforms(db):
    factory.enter_presets()
    return {platform.slug: platform for platform in Platform.objects.all()}


@pytest.mark.parametrize(("slug", "address"), SAME)
def test_every_spelling_leads_to_the_same_address(platforms, slug, address):
    spellings = [*SAME[slug, address], address]
    assert {normalise(platforms[slug], text).address for text in spellings} == {address}


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


@pytest.mark.parametrize("slug", [slug for slug, _ in SAME])
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
