"""What people, programs and those who mean harm may send in the fields of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from district_portal.district.current import today
from tests.cast import PASSWORD

if TYPE_CHECKING:
    from tests.forms.finding import Shown

BOUNDARY = "portal-form"
MEGABYTE = 1_000_000
PLAUSIBLE = {
    "email": "somebody@marlow.example",
    "number": "1",
    "url": "https://example.org/band",
    "password": PASSWORD,
    "time": "08:00",
}
"""What fits, by what a browser is told of a field."""
ON_THE_ROSTER = {"about": "gus@marlow.example"}
"""Fields, by their names, in which only somebody who stands there is taken."""
TEXTS = [
    *("", " ", "\0", "a\0b", "a\r\nb", "a\u2028b", "\x85", "\x1b[31m", "\ufeff", "\ufffe"),
    *(
        "\u202eabc\u202c",
        "\u2067שלום\u2069",
        "مرحبا",
        "\u200f",
        "a\u0301" * 200,
        "İıßﬁ",
        "👩‍👩‍👧‍👦" * 200,
    ),
    *("\ud800", "a\udfff", "\udc80\ud800", '"\\ud800"', '{"a": "\\u0000\\udfff"}'),
    *("9" * 40, "9" * 5000, "-1", "0", "-0", "1e400", "NaN", "Infinity", "٣", "²", "1_0", "0x10"),
    *("32768", "2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809"),
    *("9999-12-31", "0001-01-01", "2026-02-30", "0000-00-00", "10000-01-01", "12/31/9999", "24:00"),
    *("2026-12-01T00:00", "-2026-01-01", "1752-09-05", "２０２６-１２-０１"),
    *("'; DROP TABLE accounts_person; --", "{{ 7 * 7 }}", "{% now %}", "%s%n%(x)s", "{0}{a.b}"),
    *("<script>alert(1)</script>", "=1+1", "../../etc/passwd", "C:\\con", "\\", "%00", "&#0;"),
    *("//[", "http://[", "https://[::1", "http://a:99999/", "//elsewhere.example", "javascript:a"),
    *("https://xn--\u0660.example/", "https://" + "a" * 300 + ".example", "@" * 300, "a@b@c"),
    *("a@" + "b" * 300 + ".example", "@\u202eband", "null", "[]", "{}", "[1]", '{"a": {}}', "true"),
    *("[" * 100_000, '{"a":' * 20_000, "on", "x" * 300, "word " * 5_000, "\n" * 3_000),
    *("x" * MEGABYTE, "\0" * MEGABYTE, "é" * (MEGABYTE // 2), "\u202e" * (MEGABYTE // 3)),
]
LONG = 10_000
SHORT = [text for text in TEXTS if len(text) < LONG]
any_text = st.one_of(
    st.sampled_from(TEXTS), st.text(st.characters(), max_size=40), st.text(max_size=200)
)
NAMES = [
    "a.txt",
    "",
    "a\0.png",
    "../../a.png",
    "é\u202e.pdf",
    "x" * 4000,
    "con",
    "a.png\r\nX: y",
    '"',
]
CHARSETS = ["utf-8", "utf-16", "hex", "idna", "punycode", "unknown"]


@dataclass(frozen=True)
class File:
    """A file as a browser sends it."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


any_file = st.builds(
    File,
    st.sampled_from(NAMES),
    st.one_of(
        st.binary(max_size=60),
        st.sampled_from([b"", b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\0" * 70_000]),
    ),
    st.sampled_from(["text/plain", "image/png", "application/pdf", "", "a/b; charset=hex"]),
)


@dataclass(frozen=True)
class Sent:
    """One way to send a form: by whom, as which content type, with which bytes."""

    who: str
    kind: str
    body: bytes


def ways_to_send(form: Shown) -> st.SearchStrategy[Sent]:
    """Anything that the form can be sent with: from one wrong field to no form at all."""
    return st.one_of(
        *[_filled(form, wrong) for wrong in (_some_fields(form), _some_fields(form), _all(form))],
        _no_form(form),
    )


@st.composite
def _filled(draw, form: Shown, which: st.SearchStrategy[set[str]]) -> Sent:
    values = {name: plausible(form, name) for name in (*form.fields, *form.files)}
    for name in sorted(draw(which)):
        values[name] = draw(_anything(form, name))
    who = draw(st.sampled_from(sorted(form.at)))
    pairs = [(name, value) for name, several in values.items() for value in several]
    has_file = any(isinstance(value, File) for _name, value in pairs)
    if form.method == "GET" or not (has_file or draw(st.booleans())):
        return Sent(who, "application/x-www-form-urlencoded", urlencoded(pairs))
    return Sent(who, f"multipart/form-data; boundary={BOUNDARY}", multipart(pairs))


def _some_fields(form: Shown) -> st.SearchStrategy[set[str]]:
    names = sorted({*form.fields, *form.files})
    return st.sets(st.sampled_from(names), min_size=1, max_size=3) if names else st.just(set())


def _all(form: Shown) -> st.SearchStrategy[set[str]]:
    return st.just({*form.fields, *form.files})


def plausible(form: Shown, name: str) -> list[str | File]:
    """What somebody would send in a field: what stands in it, else what fits."""
    if name in form.files:
        return []
    shown = [value for value in form.fields[name] if value.strip()]
    offered = [value for value in form.choices.get(name, []) if value]
    kind = form.kinds.get(name, "")
    words = ON_THE_ROSTER.get(name, "Words")
    fits = today().isoformat() if kind == "date" else PLAUSIBLE.get(kind, words)
    return shown or offered[:1] or [fits]


def _anything(form: Shown, name: str) -> st.SearchStrategy[list[str | File]]:
    offered = st.sampled_from([*form.choices.get(name, []), *form.fields.get(name, []), ""])
    one = any_text.filter(lambda text: form.method == "POST" or len(text) < LONG)
    if name in form.files:
        return st.one_of(st.lists(any_file, max_size=3), st.lists(one, max_size=1))
    several = st.lists(st.one_of(offered, st.sampled_from(SHORT)), max_size=4)
    return st.one_of(
        st.lists(one, min_size=1, max_size=1),
        st.lists(offered, min_size=1, max_size=1),
        several,
        st.lists(any_file, min_size=1, max_size=1) if form.method == "POST" else several,
    )


@st.composite
def _no_form(draw, form: Shown) -> Sent:
    who = draw(st.sampled_from(sorted(form.at)))
    pairs = [(name, value) for name in form.fields for value in plausible(form, name)]
    charset = draw(st.sampled_from(CHARSETS))
    body = draw(
        st.one_of(
            st.just(urlencoded(pairs)),
            st.just(multipart(pairs)),
            st.binary(max_size=100),
            st.sampled_from([b"", b"{}", b"[", b"=&==&&", b"%ED%A0%80=%00", b"--portal-form"]),
        )
    )
    kind = draw(
        st.sampled_from(
            [
                *("application/json", "text/plain", "", "multipart/form-data", "multipart/mixed"),
                *("multipart/form-data; boundary=", "application/x-www-form-urlencoded"),
                *("text/plain; a*=unknown''%41", "text/plain; charset*=utf-8''hex"),
                f"multipart/form-data; boundary={BOUNDARY}; charset={charset}",
                f"application/x-www-form-urlencoded; charset={charset}",
            ]
        )
    )
    return Sent(who, kind, body)


def as_bytes(text: str) -> bytes:
    """The bytes of a text, lone surrogates too: no program has to keep to UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def urlencoded(pairs: list[tuple[str, str | File]]) -> bytes:
    """As a plain form is sent; of files only the names."""
    return "&".join(
        "=".join(
            quote_from_bytes(as_bytes(part.name if isinstance(part, File) else part))
            for part in pair
        )
        for pair in pairs
    ).encode()


def multipart(pairs: list[tuple[str, str | File]]) -> bytes:
    """As a form with files is sent."""
    parts = []
    for name, value in pairs:
        head = f'Content-Disposition: form-data; name="{name}"'
        if isinstance(value, File):
            head += f'; filename="{value.name}"\r\nContent-Type: {value.kind}'
            content = value.content
        else:
            content = as_bytes(value)
        parts.append(b"--%b\r\n%b\r\n\r\n%b\r\n" % (BOUNDARY.encode(), as_bytes(head), content))
    return b"".join(parts) + b"--%b--\r\n" % BOUNDARY.encode()
