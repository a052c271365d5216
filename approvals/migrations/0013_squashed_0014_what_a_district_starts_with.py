"""What a district starts with: a catalogue of platforms, the promises and the routes of requests.

All of it is data that the district may change; entered again, nothing that stands is touched.
"""

from django.db import migrations

NETWORKS = [
    # name, slug, noun, hosts, paths, characters of a handle, minimum age
    ("Facebook", "facebook", "Facebook page", "www.facebook.com facebook.com fb.com",
     "/{handle} /profile.php?id={id} /groups/{id} /people/{name}/{id} /pages/{name}/{id}",
     r"[A-Za-z0-9.\-]{3,60}", 13),
    ("Instagram", "instagram", "Instagram account", "www.instagram.com instagram.com instagr.am",
     "/{handle}", r"[A-Za-z0-9._]{1,30}", 13),
    ("X", "x", "X account", "x.com twitter.com", "/{handle}", r"[A-Za-z0-9_]{1,15}", 13),
    ("YouTube", "youtube", "YouTube channel", "www.youtube.com youtube.com",
     "/@{handle} /channel/{id} /c/{handle} /user/{handle}", r"[A-Za-z0-9._\-]{3,30}", 13),
    ("TikTok", "tiktok", "TikTok account", "www.tiktok.com tiktok.com", "/@{handle}",
     r"[A-Za-z0-9._]{2,24}", 13),
    ("LinkedIn", "linkedin", "LinkedIn page", "www.linkedin.com linkedin.com",
     "/company/{handle} /school/{handle} /showcase/{handle}", r"[A-Za-z0-9_\-]{2,100}", 16),
    ("Threads", "threads", "Threads account", "www.threads.com threads.com threads.net",
     "/@{handle}", r"[A-Za-z0-9._]{1,30}", 13),
    ("Bluesky", "bluesky", "Bluesky account", "bsky.app", "/profile/{handle}",
     r"[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5}", 13),
    ("Snapchat", "snapchat", "Snapchat account", "www.snapchat.com snapchat.com",
     "/add/{handle} /@{handle}", r"[A-Za-z0-9._\-]{3,15}", 13),
    ("Pinterest", "pinterest", "Pinterest account", "www.pinterest.com pinterest.com", "/{handle}",
     r"[A-Za-z0-9_]{3,30}", 13),
    ("WordPress or another blog", "blog", "blog", "", "", "", None),
    ("Google Sites", "google-sites", "Google site", "", "", "", None),
    ("Podcast", "podcast", "podcast", "", "", "", None),
    ("Another website", "website", "website", "", "", "", None),
]
PROMISES = {
    # kind: name, wording, what to say when it is not ticked; of WITH_STUDENTS only with students
    "account": [
        ("true-identity", "I will post under my own name and job title, never under an alias.",
         "Confirm that you will post under your own name and job title"),
        ("district-contact-only",
         "I will give students and families only my district e-mail address or school phone number.",
         "Confirm that you will give only district contact details"),
        ("no-one-to-one",
         "I will not message a student one to one, and will not answer where a student does.",
         "Confirm that you will not message students one to one"),
        ("parents-copied",
         "I will write to a single student only about school, and copy a parent or a second staff "
         "member.", "Confirm that you will copy a parent or a second staff member"),
        ("confidentiality",
         "I will post nothing confidential, and will report at once if something gets out.",
         "Confirm that you will keep confidential matters confidential"),
        ("no-selective-friending",
         "I will send no friend or follow requests to students, and will treat theirs all alike.",
         "Confirm that you will treat all students' requests alike"),
        ("student-photos",
         "I will post a student's picture only with permission on file, after checking this week's "
         "opt-outs.", "Confirm that you will check permissions and opt-outs before posting pictures"),
        ("alternative-text",
         "I will describe each picture in words and put captions on each video.",
         "Confirm that you will describe pictures and caption videos"),
        ("not-the-only-channel",
         "I will also send important news by another way, so that no family needs the network to "
         "learn it.", "Confirm that you will also send important news by another way"),
    ],
    "exemption": [
        ("policy-until-then", "I will keep to the policy as it stands until I have the consent.",
         "Confirm that you will keep to the policy until then"),
        ("as-described", "I will do what I described here and nothing beyond it, and will ask again "
         "before I change it.", "Confirm that you will do what you described"),
        ("end-and-clean-up", "I will stop on the last day, and remove what students entered or move "
         "it to the district’s systems.", "Confirm that you will stop on the last day"),
    ],
    "representation": [
        ("within-scope", "I will speak only on the matters named here, and say for whom I speak.",
         "Confirm that you will speak only on the matters named"),
        ("own-opinion-apart", "I will keep my own opinion apart, and say so where it is mine.",
         "Confirm that you will keep your own opinion apart"),
        ("nothing-confidential", "I will say nothing confidential about students or colleagues.",
         "Confirm that you will say nothing confidential"),
    ],
    "relationship": [
        ("these-students-only", "I will have such contact only with the students I said, through the "
         "channels I named.", "Confirm that you will keep to these students and channels"),
        ("parents-may-read", "I will show a parent or guardian at any time what we write, and will "
         "not delete it to hide it.", "Confirm that parents may read what you write"),
        ("apart-from-school", "I will keep this contact apart from my work: no grades, no school "
         "business, nothing I know from school.", "Confirm that you will keep it apart from your work"),
        ("stop-and-say-so", "I will stop and say so here at once when the tie ends or a parent takes "
         "consent back.", "Confirm that you will stop and say so"),
    ],
}
WITH_STUDENTS = {"no-one-to-one", "parents-copied", "no-selective-friending", "student-photos"}
_APPROVAL = (
    ["supervisor"], False, "always", "Prior approval of the supervisor for school business"
)
_CONSENT = (
    ["district_administrator"],
    False,
    "represents_district",
    "Consent to an account that represents the district or a school",
)
ROUTES = {
    # kind: name, steps: approvers, whether all must approve, condition, the rule behind it
    "account": ("Account of the district or a school", [_APPROVAL, _CONSENT]),
    "exemption": (
        "Exemption from a policy",
        [
            (
                ["district_administrator", "technology_coordinator"],
                True,
                "always",
                "Meeting on other ways, a modification or an exemption",
            )
        ],
    ),
    "representation": (
        "Speaking for the district",
        [(["supervisor"], False, "always", "Express assignment by the supervisor")],
    ),
    "relationship": (
        "Tie to students outside school",
        [
            (
                ["supervisor"],
                False,
                "always",
                "Exceptions for family, youth groups, religious organizations and the like",
            )
        ],
    ),
    "account_change": ("Change of an account", [_APPROVAL, _CONSENT]),
    "account_closing": (
        "Closing of an account",
        [
            (
                ["district_administrator"],
                False,
                "always",
                "Consent to an account is given and taken back",
            )
        ],
    ),
}


def enter(apps, schema_editor):
    platforms = apps.get_model("approvals", "Platform").objects
    for order, (name, slug, noun, hosts, paths, pattern, age) in enumerate(NETWORKS, start=1):
        platforms.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "noun": noun,
                "hosts": hosts,
                "paths": paths,
                "handle_pattern": pattern,
                "ignored": "." if slug == "facebook" else "",
                "minimum_age": age,
                "order": order,
            },
        )
    promises = apps.get_model("approvals", "Promise").objects
    for kind, promised in PROMISES.items():
        for order, (name, wording, confirm) in enumerate(promised, start=1):
            promises.get_or_create(
                kind=kind,
                name=name,
                defaults={
                    "order": order,
                    "wording": wording,
                    "confirm": confirm,
                    "only_with_students": name in WITH_STUDENTS,
                },
            )
    routes = apps.get_model("approvals", "Route").objects
    for kind, (name, steps) in ROUTES.items():
        if routes.filter(kind=kind).exists():
            continue
        route = routes.create(kind=kind, name=name)
        for order, (approvers, all_must, condition, source) in enumerate(steps, start=1):
            route.steps.create(
                order=order,
                approvers=approvers,
                all_must=all_must,
                condition=condition,
                source=source,
            )


class Migration(migrations.Migration):
    replaces = [
        ("approvals", "0013_account_change_presets"),
        ("approvals", "0014_oldest_open_step"),
    ]
    dependencies = [("approvals", "0001_squashed_0012_one_change_at_a_time")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
