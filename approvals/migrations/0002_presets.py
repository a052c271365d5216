"""What a district starts with: a catalogue of platforms, and the promises of an account.

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
PROMISES = [
    # name, wording, what to say when it is not ticked, only with students
    ("true-identity", "I will post under my own name and job title, never under an alias.",
     "Confirm that you will post under your own name and job title", False),
    ("district-contact-only",
     "I will give students and families only my district e-mail address or school phone number.",
     "Confirm that you will give only district contact details", False),
    ("no-one-to-one",
     "I will not message a student one to one, and will not answer where a student does.",
     "Confirm that you will not message students one to one", True),
    ("parents-copied",
     "I will write to a single student only about school, and copy a parent or a second staff "
     "member.", "Confirm that you will copy a parent or a second staff member", True),
    ("confidentiality",
     "I will post nothing confidential, and will report at once if something gets out.",
     "Confirm that you will keep confidential matters confidential", False),
    ("no-selective-friending",
     "I will send no friend or follow requests to students, and will treat theirs all alike.",
     "Confirm that you will treat all students' requests alike", True),
    ("student-photos",
     "I will post a student's picture only with permission on file, after checking this week's "
     "opt-outs.", "Confirm that you will check permissions and opt-outs before posting pictures",
     True),
    ("alternative-text",
     "I will describe each picture in words and put captions on each video.",
     "Confirm that you will describe pictures and caption videos", False),
    ("not-the-only-channel",
     "I will also send important news by another way, so that no family needs the network to "
     "learn it.", "Confirm that you will also send important news by another way", False),
]


def enter(apps, schema_editor):
    Platform = apps.get_model("approvals", "Platform")
    for order, (name, slug, noun, hosts, paths, pattern, age) in enumerate(NETWORKS, start=1):
        Platform.objects.get_or_create(
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
    Promise = apps.get_model("approvals", "Promise")
    for order, (name, wording, confirm, only_with_students) in enumerate(PROMISES, start=1):
        Promise.objects.get_or_create(
            kind="account",
            name=name,
            defaults={
                "order": order,
                "wording": wording,
                "confirm": confirm,
                "only_with_students": only_with_students,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
