"""The words found are marked; the text around them stays text."""

from policies.searching.marking import marked

HIT = "\x02{}\x03".format


def test_found_words_are_marked():
    assert marked(f"Ask {HIT('first')}.") == "Ask <mark>first</mark>."


def test_text_is_never_markup():
    text = f"<script>{HIT('<b>')}</script> & {HIT('co')}"
    assert marked(text) == (
        "&lt;script&gt;<mark>&lt;b&gt;</mark>&lt;/script&gt; &amp; <mark>co</mark>"
    )


def test_a_sign_without_its_partner_marks_nothing():
    assert marked("a\x02b") == "a\x02b"


def test_a_long_text_is_cut_around_its_words():
    text = f"{'before ' * 100}{HIT('staff')} {HIT('phones')} {'after ' * 100}"
    cut = marked(text)
    assert "<mark>staff</mark> <mark>phones</mark>" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert len(cut) < 400


def test_the_cut_holds_most_of_the_different_words():
    text = f"{HIT('staff')} {HIT('staff')} {'x ' * 300}{HIT('staff')} {HIT('phones')}"
    assert "<mark>phones</mark>" in marked(text)


def test_a_word_without_end_is_cut_anyway():
    assert 0 < len(marked("x" * 1000)) < 400
