from django.utils.translation import gettext_lazy as _

from district_portal.help.writing import HowTo, Picture, Topic

TOPIC = Topic(
    slug="visiting",
    title=_("Check whether an account is really ours"),
    whom=_("For parents and everyone else: you need not sign in"),
    lead=_("You saw a page or a post that says it is from the district or a school."),
    pages=frozenset(
        {"official:check", "official:list", "not_official:list", "impostor_report:new"}
    ),
    how_tos=(
        HowTo(
            heading=_("Check it"),
            steps=(
                _("Copy the link of what you saw, or its name, such as @…"),
                _("At the foot of any page here, choose [Is this account ours?]"),
                _("Paste it and choose [Check it]."),
            ),
            note=_("A name alone can be copied. With the whole link the answer is surer."),
            picture=Picture(
                name="visiting",
                alt=_("The answer: yes, this is ours, with its address and what it is for."),
            ),
        ),
        HowTo(
            heading=_("What the answers mean"),
            steps=(
                _("[Yes, this is ours]: the district has agreed to it and looks after it."),
                _("[Not official]: somebody else runs it, such as a parents’ group."),
                _("[We don’t know this account]: we have not agreed to it. Be careful with it."),
                _("[No. This is not ours]: it only claims to be us. Give it no password or money."),
            ),
        ),
        HowTo(
            heading=_("Report one that claims to be us"),
            steps=(
                _("Choose [Report an account that claims to be us]."),
                _("Paste its link and say what you saw. Name no student."),
                _("Choose [Send the report]. We don’t ask who you are."),
            ),
        ),
    ),
)
