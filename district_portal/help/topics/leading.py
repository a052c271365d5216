from django.utils.translation import gettext_lazy as _

from district_portal.help.writing import HowTo, Picture, Topic
from district_portal.permissions import Role

TOPIC = Topic(
    slug="leading",
    title=_("Lead the district: concerns, roles and routes"),
    whom=_("For the {administrator}"),
    lead=_("What only you do, or what you see first."),
    roles=frozenset({Role.DISTRICT_ADMINISTRATOR, Role.BOARD_OFFICER}),
    pages=frozenset(
        {
            "concerns:list",
            "concerns:concern",
            "people:roles",
            "people:give_role",
            "approvals:routes",
            "approvals:route",
            "reports:dashboard",
            "setup:overview",
        }
    ),
    how_tos=(
        HowTo(
            heading=_("When a concern comes in"),
            steps=(
                _("You get a mail. Open [Concerns] and choose the one that you have not read."),
                _("What the law asks for stands there with its time. Do that first."),
                _("Then choose [Record that it was done], or say why it does not apply."),
                _("Somebody else must help? Choose [Add somebody by name]."),
                _("When all is done, choose [Close this concern] and say what came of it."),
            ),
            note=_(
                "Only those named on its page see a concern, and each look is recorded. Don’t "
                "write of it by e-mail."
            ),
        ),
        HowTo(
            heading=_("See how the district stands"),
            steps=(
                _("Open [Reports], then [Dashboard]."),
                _("Choose a building or a policy and then [Apply]."),
                _("Each figure leads to the people or the requests behind it."),
            ),
            picture=Picture(
                name="leading",
                alt=_(
                    "The dashboard: how many signatures are given, how many are missing, and a "
                    "line of what was signed over time."
                ),
            ),
        ),
        HowTo(
            heading=_("Give a role, or end one"),
            steps=(
                _("Open [People] and choose [Who holds which role]."),
                _("Under [Give a role], name the person and the role, and choose its days."),
                _("To end one, choose [End] beside it."),
            ),
        ),
        HowTo(
            heading=_("Change who decides requests"),
            steps=(
                _("Open [Requests] and choose [Who decides requests]."),
                _("Choose [Change or try it] at a kind of request."),
                _("Try the new route on a case before you save it. What was sent keeps its route."),
            ),
        ),
    ),
)
