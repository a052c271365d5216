from django.utils.translation import gettext_lazy as _

from district_portal.help.writing import HowTo, Picture, Topic
from district_portal.permissions import Role

TOPIC = Topic(
    slug="deciding",
    title=_("Decide requests, and see who is late"),
    whom=_("For principals and everyone who leads people"),
    lead=_("What waits for your decision, which of your people are late, and who acts for you."),
    roles=frozenset({Role.SUPERVISOR, Role.DISTRICT_ADMINISTRATOR, Role.BOARD_OFFICER}),
    pages=frozenset(
        {
            "approvals:queue",
            "approvals:decide",
            "acknowledgments:my_people",
            "acknowledgments:nudge_late",
            "people:delegations",
            "people:ask_delegate",
            "questions:list",
            "questions:question",
            "questions:hand_on",
            "confirming:list",
        }
    ),
    how_tos=(
        HowTo(
            heading=_("Decide a request"),
            steps=(
                _("Open [Queue]. The oldest request comes first."),
                _("Choose one and read it. What needs a closer look stands at the top."),
                _("Something is missing? Choose [Ask %(name)s a question]: it stays open."),
                _(
                    "Under [Your decision], approve it, return it for changes, or deny it. To "
                    "return or to deny it, say why: they read it word for word."
                ),
                _("Choose [Save decision]. The next request opens."),
            ),
            note=_(
                "A decision can’t be changed later. Under [Route] you see what follows from it."
            ),
            picture=Picture(
                name="deciding",
                alt=_(
                    "The form below a request: approve, return or deny, a field for the reason, "
                    "and the button to save."
                ),
            ),
        ),
        HowTo(
            heading=_("Remind people who are late"),
            steps=(
                _("Open [People] and choose [My people]. Who is late stands first."),
                _("Choose [Remind] beside a name. They get one mail that names all that is open."),
            ),
            note=_("Nobody gets more than one reminder a day, and nobody on leave gets one."),
        ),
        HowTo(
            heading=_("Answer a question about a policy"),
            steps=(
                _("On [My tasks], choose the question, or choose [See questions about policies]."),
                _("Write your answer and choose [Send the answer]."),
                _("Somebody else knows better? Choose [Hand it on]."),
            ),
        ),
        HowTo(
            heading=_("Before you are away"),
            steps=(
                _("On [My tasks], choose [Let somebody act for me while I am away]."),
                _("Choose [Ask somebody to act for me]."),
                _("Say who, for what and for which days. Then choose [Ask this person]."),
            ),
            note=_("It begins once they accept, and ends by itself after the last day."),
        ),
    ),
)
