"""Every page in a language that nobody speaks: what isn't in it can't be translated."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from django.conf import settings as configured
from django.db import connection
from django.utils import translation

from accounts.models import Person
from district_portal.setup.suggesting_days import STATES
from policies.models import Clause
from tests.architecture.tree import ROOT
from tests.journeys.demo_world import open_demo
from tests.journeys.test_every_page import DIFFERENT, pages
from tests.languages.pseudo import CODE, OPEN
from tests.languages.reading import said
from tests.permissions.test_matrix import NAMES
from tests.permissions.world import build

pytestmark = pytest.mark.django_db

OF_ONE_PERSON = {
    ("policies_draft", "doubts"),
    ("roster_change", "message"),
    ("claiming_sheet", "set_aside"),
    ("reports_export", "filters"),
}
"""Tables and columns of what somebody is told about a file that they brought or asked for: in the
language of that person."""
TYPED = (
    "district_portal/demo/**/*.*",
    "tests/factories/*.py",
    "tests/journeys/demo_world.py",
    "tests/permissions/world.py",
    "tests/cast.py",
    "approvals/concerns/packs/*.toml",
)
"""Where stands what these people wrote, sealed in the tables or cut into pieces."""
LONG = 12
"""Letters from which a part of what somebody wrote is known; shorter words only as a whole."""
COLUMNS = "email first_name last_name number kind on_leave place_kind position yes no"
UNSPOKEN = {"English", "Español", "Pseudo", "Wis. Stat.", *COLUMNS.split(), *STATES.values()}
"""Languages, states and a state's laws by their own names, and what stands in a file."""
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
"""Each text of a list or an object."""
PRINTED = re.compile(r"\S*\d\S* ")
"""What stands before the title of a policy, or the words of a clause."""


@pytest.mark.parametrize(
    "opened",
    [
        pytest.param("cast", marks=pytest.mark.thorough),
        pytest.param("demo", marks=pytest.mark.soak),
    ],
)
def test_pages_say_nothing_that_is_in_no_catalog_and_keep_nothing_in_a_person_s_language(
    pseudo_language, client, opened, request
):
    with translation.override(pseudo_language):
        people, world = open_demo() if opened == "demo" else of_the_matrix(request)
    told = stored()
    foreign = [
        f"{place}: {words[:200]}"
        for place, values in told.items()
        if place not in OF_ONE_PERSON
        for words in values
        if OPEN in words
    ]
    Person.objects.update(language=pseudo_language)
    known, faults = Known(told.values()), defaultdict(set)
    for name, page in seen(people, world, client, pseudo_language):
        for fault in known.faults(page):
            faults[fault].add(name)
    faults = [f"{', '.join(sorted(names)[:3])}: {fault}" for fault, names in faults.items()]
    assert not foreign + faults, "\n".join(sorted(foreign + faults))


def of_the_matrix(request):
    """The people of the permission matrix, and what its addresses name, one of each."""
    cast = request.getfixturevalue("cast")
    people = {who: getattr(cast, who) for who in NAMES if who != "anon"}
    return people, {argument: [value] for argument, value in build(cast).items()}


def stored():
    """Every text that a table holds, by table and column."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type IN ('text', 'character varying', 'jsonb', 'ARRAY')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT DISTINCT "{column}"::text FROM "{table}"')
            found[table, column] = {row[0] for row in cursor if row[0]}
    return found


def seen(people, world, client, language):
    """Each page of the matrix, by who is the first that may see it; some by each."""
    done = set()
    for who in ("anon", *people):
        if who != "anon":
            client.force_login(people[who])
        client.cookies[configured.LANGUAGE_COOKIE_NAME] = language
        for address, name, short, closed in pages(world):
            again = name in DIFFERENT and short.endswith("-1")
            if who in closed or (address in done and not again):
                continue
            answer = client.get(address)
            if answer.status_code == 200:
                done.add(address)
                yield name, answer.text


class Known:
    """What somebody wrote, so that no catalog needs to hold it."""

    def __init__(self, columns):
        values = {value for column in columns for value in column}
        values |= {text for value in values for text in QUOTED.findall(value)}
        written = {_plain(value) for value in values}
        self.whole = written | {_plain(str(person)) for person in Person.objects.all()}
        self.whole |= {_plain(word) for word in UNSPOKEN}
        files = (path for pattern in TYPED for path in ROOT.glob(pattern) if path.is_file())
        self.text = "\n".join([*self.whole, *(_plain(_read(path)) for path in files)])
        texts = Clause.objects.values_list("text", flat=True)
        self.adopted = {_plain(text) for text in texts if len(text) > LONG}

    def faults(self, page):
        """What of a page is in no catalog, and what of a policy isn't marked as in its language."""
        for one in said(page):
            if one.language != CODE:
                continue
            if one.where.startswith("<p") and _plain(one.text) in self.adopted:
                yield f"{one.where} not marked as adopted: {one.text[:80]}"
            for run in one.untold:
                if not self.holds(run.whole):
                    left = [piece for piece in run.pieces if not self.holds(piece)]
                    yield from (f"{one.where} in no catalog: {piece[:80]}" for piece in left)

    def holds(self, words):
        words = _plain(words)
        if words in self.whole or PRINTED.sub("", words, count=1) in self.whole:
            return True
        return (len(words) >= LONG and words in self.text) or f", {words}" in self.text


def _plain(words):
    return " ".join(words.replace("\\n", " ").replace('\\"', '"').split()).strip(" .").casefold()


def _read(path):
    """What a file of ours says, its continued lines as one."""
    text = path.read_text("utf-8", errors="ignore")
    return text.replace('"\n', "").replace("\\\n", "").replace("\\'", "'")
