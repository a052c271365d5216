"""No template, rule of style, script or picture is kept that no page has; none is missing."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import django.forms
from django.apps import apps
from django.template import engines
from django.template.backends.django import get_installed_libraries
from django.template.library import import_library

from approvals.views import steps
from district_portal.help.topics import TOPICS
from district_portal.mailing.kinds import KINDS
from district_portal.setup.first_run.stepping import Step
from policies.acknowledgments.evidence import telling
from tests.architecture.said import STATIC, parsed, templates

NAME = re.compile(r"""["']([\w/.-]+\.(?:html|txt|xml|css))["']""")
LOAD = re.compile(r"\{% load ([^%]*) %\}")
BLOCK = re.compile(r"\{% block (\w+)")
EXTENDS = re.compile(r"""\{% extends ["']([^"']+)["']""")
CLASSES = re.compile(r"""class=\\?"([^"]*)\"""")
TAG = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)
BEGUN = re.compile(r"\b([a-z][\w-]*-)(?=\{)")
"""The fixed part of a class of which the rest is filled in, as `badge-{{ kind }}`."""
HOOKS = {"plain", "contact"}
"""Classes without a style of their own: a list without marks (base.css marks those that have no
class), and a part of a page that tests look for."""
OF_CRISPY = {
    f"district/{name}.html"
    for name in ("whole_uni_form", "uni_form", "field", "layout/fieldset", "layout/baseinput")
}
"""What crispy forms asks for in our pack, of all that it could."""
OF_DJANGO = {f"{status}.html" for status in ("400", "403", "403_csrf", "404", "500")}


@cache
def _python() -> str:
    return "\n".join(path.read_text("utf-8") for path, _tree in parsed().values())


@cache
def _scripts() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(STATIC.rglob("*.js")))


@cache
def _pages() -> str:
    return "\n".join(text for name, text in templates().items() if not name.endswith(".css"))


def _named_by_rule():
    """The templates whose names are put together, with every value that fits."""
    yield from (f"mail/{kind}/{part}" for kind in KINDS for part in
                ("subject.txt", "body.txt", "body.html"))  # fmt: skip
    yield from (f"setup/first/{step.value}.html" for step in Step)
    yield from (f"approvals/{name}.html" for name in steps._TEMPLATES.values())
    yield from (f"{telling.FOLDER}/_{name}.html" for name in telling.SHOWN)
    yield from (f"{telling.FOLDER}/{name}" for name in ("index.html", "README.txt", "style.css"))
    yield from OF_CRISPY | OF_DJANGO


def _in_place_of_others(name):
    """Whether a library has a template of this name, which ours stands before."""
    folders = (Path(config.path) / "templates" for config in apps.get_app_configs())
    widgets = Path(django.forms.__file__).parent / "templates"
    return any((folder / name).exists() for folder in (*folders, widgets))


def _is_printed(name):
    """Whether typst is told of it, by Python or by another print."""
    stem = re.escape(Path(name).stem)
    prints = "\n".join(text for other, text in templates().items()
                       if other.endswith(".typ") and other != name)  # fmt: skip
    return re.search(rf'"{stem}(\.typ)?"', _python() + prints)


def test_every_template_is_used():
    said = {*NAME.findall(_python() + _pages()), *_named_by_rule()}
    unused = [
        name
        for name in templates()
        if name not in said and not _in_place_of_others(name)
        if not (name.endswith(".typ") and _is_printed(name))
    ]
    assert unused == []


def _libraries():
    paths = {**get_installed_libraries(), **engines["django"].engine.libraries}
    return {name: import_library(path) for name, path in paths.items()}


def test_every_library_of_tags_that_a_template_loads_is_used_there():
    libraries = _libraries()
    idle = []
    for name, text in templates().items():
        tags = set(re.findall(r"\{% *(\w+)", text))
        filters = set(re.findall(r"\| *(\w+)", text))
        for loaded in LOAD.findall(text):
            for each in [] if " from " in loaded else loaded.split():
                library = libraries[each]
                if not tags & set(library.tags) and not filters & set(library.filters):
                    idle.append(f"{name}: {each}")
    assert idle == []


def test_every_block_that_a_template_fills_is_one_of_those_above_it():
    blocks = {name: set(BLOCK.findall(text)) for name, text in templates().items()}
    above = {name: found[1] for name, found in _extending() if found}
    lost = []
    for name, parent in above.items():
        known, higher = set(), parent
        while higher:
            known |= blocks[higher]
            higher = above.get(higher)
        lost += [f"{name}: {block}" for block in _filled(name) if block not in known]
    assert lost == []


def _extending():
    return ((name, EXTENDS.search(text)) for name, text in templates().items())


def _filled(name):
    """The blocks of a template that are within no other one of it."""
    depth = 0
    for block in re.findall(r"\{% (?:block (\w+)|endblock)", templates()[name]):
        if block and depth == 0:
            yield block
        depth += 1 if block else -1


def _styled():
    """Each class that a style sheet names, of pages or of files, with the sheets."""
    sheets = {path.name: path.read_text("utf-8") for path in STATIC.rglob("*.css")}
    sheets |= {name: text for name, text in templates().items() if name.endswith(".css")}
    found = defaultdict(set)
    for sheet, text in sheets.items():
        plain = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        for selector in re.findall(r"([^{};]+)\{", plain):
            for name in re.findall(r"\.([A-Za-z][\w-]*)", selector):
                found[name].add(sheet)
    return found


def test_every_class_with_a_style_is_given_to_something():
    text = _pages() + _python() + _scripts()
    words = set(re.findall(r"[A-Za-z][\w-]*|\d+", text))
    begun = set(BEGUN.findall(text))
    idle = {
        name: sorted(sheets)
        for name, sheets in _styled().items()
        if name not in words
        if not any(name.startswith(start) and name.removeprefix(start) in words for start in begun)
    }
    assert idle == {}


def test_every_class_that_is_given_has_a_style_or_is_looked_for():
    given = {
        name
        for classes in CLASSES.findall(_pages() + _python())
        for name in TAG.sub("\0", classes).split()
        if re.fullmatch(r"[A-Za-z][\w-]*", name)
    }
    looked_for = set(re.findall(r"[\w-]+", _scripts())) | HOOKS
    assert sorted(given - set(_styled()) - looked_for) == []


def test_every_script_and_picture_is_asked_for():
    files = [path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()]
    others = [name for name in files if not name.endswith(".css")]
    asked_for = set(re.findall(r"[\w./-]+", _pages() + _python()))
    asked_for |= {how.picture.path for topic in TOPICS for how in topic.how_tos if how.picture}
    assert sorted(set(others) - asked_for) == []
