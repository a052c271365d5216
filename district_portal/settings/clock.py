"""What the clock wakes, and when: seconds between two times, or the hour of the night in UTC."""

from celery.schedules import crontab

SCHEDULE = {
    "seal": {"task": "audit.seal", "schedule": 1.0, "options": {"expires": 10}},
    "deliver": {"task": "mailing.deliver", "schedule": 30.0},
    "work": {"task": "jobs.work", "schedule": 30.0},
    "tick": {"task": "operations.tick", "schedule": 60.0},
    "hand_out_seals": {"task": "operations.hand_out_seals", "schedule": 1800.0},
    "back_up": {"task": "operations.back_up", "schedule": 900.0},
    "sound_alarms": {"task": "operations.sound_alarms", "schedule": 60.0},
    "turn": {"task": "people.turn", "schedule": 60.0},
    "remind": {"task": "reminders.sweep", "schedule": 300.0},
    "bring_into_force": {"task": "policies.bring_into_force", "schedule": 300.0},
    "remind_of_reviews": {"task": "policies.remind_of_reviews", "schedule": 1800.0},
    "hurry_approvers": {"task": "approvals.sweep", "schedule": 1800.0},
    "ask_for_notices": {"task": "registry.ask_for_notices", "schedule": 1800.0},
    "remind_to_confirm": {"task": "confirming.sweep", "schedule": 1800.0},
    "remind_of_exemptions": {"task": "exemptions.remind", "schedule": 1800.0},
    "ask_about_existing_accounts": {"task": "claiming.sweep", "schedule": 1800.0},
    "hurry_concerns": {"task": "concerns.sweep", "schedule": 300.0},
    "remind_spokespersons": {"task": "speaking.remind", "schedule": 1800.0},
    "remind_of_relationships": {"task": "relationships.remind", "schedule": 1800.0},
    "remind_of_questions": {"task": "questions.sweep", "schedule": 1800.0},
    "begin_day": {"task": "acknowledgments.begin_day", "schedule": 600.0},
    "roster": {"task": "roster.take_turn", "schedule": 900.0},
    "fold_counts": {"task": "acknowledgments.fold_counts", "schedule": 300.0},
    "keep_days": {"task": "acknowledgments.keep_days", "schedule": 1800.0},
    "forget_bundles": {"task": "acknowledgments.forget_bundles", "schedule": 3600.0},
    "remind_of_tokens": {"task": "api.remind", "schedule": 1800.0},
    "forget_exports": {"task": "reports.forget_exports", "schedule": 3600.0},
    "check_accounts": {"task": "registry.check_accounts", "schedule": 1800.0},
    "look_after_accounts": {
        "task": "registry.look_after_accounts",
        "schedule": crontab(hour="2", minute="45"),
    },
    "verify_assignments": {
        "task": "acknowledgments.verify",
        "schedule": crontab(hour="2", minute="30"),
    },
}
