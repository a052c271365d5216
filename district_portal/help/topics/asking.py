from django.utils.translation import gettext_lazy as _

from district_portal.help.writing import HowTo, Picture, Topic
from district_portal.permissions import Role

TOPIC = Topic(
    slug="asking",
    title=_("Ask for an account, page or site"),
    whom=_("For teachers, coaches and everyone who wants to post for a class, team or school"),
    lead=_("Ask first: nothing may go live before you have consent."),
    roles=frozenset({Role.EMPLOYEE}),
    pages=frozenset(
        {
            "approvals:requests",
            "approvals:new",
            "approvals:details",
            "approvals:promises",
            "approvals:check",
            "approvals:sent",
            "approvals:request",
            "claiming:claim",
            "registry:list",
            "registry:account",
            "registry:confirm",
            "registry:yearly",
            "registry:notice",
        }
    ),
    how_tos=(
        HowTo(
            heading=_("Send a request"),
            steps=(
                _("Open [Requests] and choose [Ask for something]."),
                _("Under [An account, page, blog or site], choose the button below it."),
                _("Say where the account will be, what it is for and who looks after it."),
                _("Choose [Continue]. Tick each promise; the clause behind it can be read there."),
                _("Choose [Continue] again. Look at everything once more."),
                _("Choose [Send request]. You see who decides, and in which order."),
            ),
            note=_(
                "You can stop at any time: choose [Save and finish later]. The draft waits for you "
                "under [Requests]. You never enter a password of the account here."
            ),
            picture=Picture(
                name="asking",
                alt=_(
                    "The last step of a request: what you promise, who will decide, and the button "
                    "to send it."
                ),
            ),
        ),
        HowTo(
            heading=_("See where your request is"),
            steps=(
                _("Open [Requests] and choose your request."),
                _("Under [Route] you see who has decided, and who has it now."),
                _(
                    "If it comes back to you for changes, read what was said, change it and "
                    "send it again."
                ),
            ),
            note=_("You get a mail when somebody asks you something, and when it is decided."),
        ),
        HowTo(
            heading=_("Look after the account"),
            steps=(
                _("Open [Registry] and choose your account."),
                _(
                    "Choose [Confirm how it is secured] once two-factor sign-in is on. Once a "
                    "school year you are asked to confirm that all of it still holds."
                ),
                _("Another manager? Choose [Change how it is looked after]."),
                _(
                    "Another purpose or audience? Choose [Ask for a change of what was approved], "
                    "and wait for the answer."
                ),
            ),
        ),
    ),
)
