"""The district writes around what the portal says, in the kinds without a pattern of their own.

What the templates of such a kind say stands for {message} as a whole, what they call the mail for
{summary}. Mails that guard a sign-in stay as they are: nobody shall learn to trust a forged one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.template import Context as Filled
from django.template.loader import get_template
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from district_portal.mailing.filling import Passage, Values
from district_portal.mailing.kinds import KINDS
from district_portal.mailing.pieces import COMMON, Context, Pattern, Word, pattern_of

PARTED: Final = "\ue002"  # for private use: in no text that people write
WORDS: Final = (
    *COMMON,
    Word("message", _("what the portal has to say: who, what, and what is to be done"), True),
    Word("summary", _("the subject as the portal writes it")),
)
EXAMPLE: Final = "example"


def frame_of(name: str) -> Pattern | None:
    """The pattern of a kind that has none of its own; None for one that stays as it is."""
    if name not in KINDS or KINDS[name].stays or pattern_of(name):
        return None
    return Pattern(
        words=WORDS,
        subject="{summary}",
        body=_("Hello {first name},\n\n{message}\n\n{link}"),
        fill=lambda context: _fill(name, context),
        label=lambda context: _parts(name, context)[1],
        example=lambda: {EXAMPLE: True, "link": "/"},
        subject_needs=("summary",),
        body_needs=("message", "link"),
    )


def render(template: str, values: Mapping[str, Any], *, escaped: bool) -> str:
    """One of the templates of a mail, filled in."""
    engine = get_template(template).template  # type: ignore[attr-defined]
    return str(engine.render(Filled(values, autoescape=escaped)))


def _fill(name: str, context: Context) -> Values:
    if context.get(EXAMPLE):
        words = _now("Here stands what the portal has to say, as it does without your text.")
        return {"message": Passage(words, f"<p>{words}</p>"), "summary": str(KINDS[name].title)}
    html = render(f"mail/{name}/body.html", {**context, "bare": PARTED}, escaped=True)
    subject = render(f"mail/{name}/subject.txt", context, escaped=False)
    return {
        "message": Passage(_parts(name, context)[0], html.strip()),
        "summary": " ".join(subject.split()),
    }


def _parts(name: str, context: Context) -> tuple[str, str]:
    """What a mail says in plain text, and what its link is called."""
    if context.get(EXAMPLE):
        return "", _now("What the link is called")
    plain = render(f"mail/{name}/body.txt", {**context, "bare": PARTED}, escaped=False)
    content, _mark, link = plain.partition(PARTED)
    return content.strip(), link.strip().partition("\n")[0].removesuffix(":")
