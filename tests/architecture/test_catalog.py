"""The catalogs of other languages hold all that the portal says, and nothing else."""

from __future__ import annotations

import gettext
import re
from collections import Counter

import pytest
from django.utils.dates import MONTHS, MONTHS_AP, WEEKDAYS

from tests.architecture.catalog import catalogs, compiled, read, written
from tests.architecture.words import spoken

KEPT = re.compile(r"%\(\w+\)[\w.]*?[sdf]|%[sd%]|\{[\w ]*\}|</?[a-z][^>]*>|&\w+;")
"""What a translation has to hold as it is: names to be filled in, tags, entities."""
EACH = pytest.mark.parametrize("path", catalogs(), ids=lambda path: path.parts[-3])


@pytest.fixture(scope="module")
def said():
    return {_key(message) for message in spoken() if message.id}


def _key(message):
    words = message.id if isinstance(message.id, str) else tuple(message.id)
    return message.context, words


def _translations(message):
    return [message.string] if isinstance(message.id, str) else list(message.string)


@EACH
def test_each_file_is_as_the_command_writes_it(path):
    catalog = read(path)
    assert path.read_bytes() == written(catalog)
    assert path.with_suffix(".mo").read_bytes() == compiled(catalog)


@EACH
def test_the_catalog_holds_what_is_said_and_nothing_else(path, said):
    catalog = read(path)
    held = {_key(message) for message in catalog if message.id}
    assert len(said) > 5000
    assert said - held == set(), "missing: python -m tests.architecture.catalog, then translate"
    assert held - said == set(), "said no more: python -m tests.architecture.catalog"
    assert not catalog.obsolete


@EACH
def test_every_message_is_translated_by_somebody(path):
    messages = [message for message in read(path) if message.id]
    assert [message.id for message in messages if not all(_translations(message))] == []
    assert [message.id for message in messages if message.fuzzy] == []


def test_no_message_is_the_name_of_a_month_or_day(said):
    of_django = {str(name) for names in (MONTHS, MONTHS_AP, WEEKDAYS) for name in names.values()}
    assert {words for context, words in said if context is None} & of_django == set()


@EACH
def test_translations_fill_in_the_same_names_and_keep_tags_and_edges(path):
    differ = [fault for message in read(path) if message.id for fault in _differences(message)]
    assert not differ, "\n".join(differ)


def _differences(message):
    words = [message.id] if isinstance(message.id, str) else list(message.id)
    for place, translation in enumerate(_translations(message)):
        wanted, found = _kept(words[min(place, len(words) - 1)]), _kept(translation)
        is_one_of_two = len(words) > 1 and place == 0
        if found != wanted and not (is_one_of_two and found <= _kept(words[-1])):
            yield f"{words[0]!r}: {translation!r}"
        if _edges(translation) != _edges(words[0]):
            yield f"{words[0]!r} begins or ends otherwise: {translation!r}"


def _kept(words):
    return Counter(KEPT.findall(words))


def _edges(words):
    return words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]


@EACH
def test_python_reads_it_with_its_plural_forms(path):
    with path.with_suffix(".mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    one, many = "One policy waits for your signature", "%(n)d policies wait for your signature"
    assert found.ngettext(one, many, 1) not in (one, many)
    assert found.ngettext(one, many, 1) != found.ngettext(one, many, 2)
