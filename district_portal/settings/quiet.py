"""What the log does not tell each time."""

import logging

EACH_SECOND = {"audit.seal"}
"""Tasks that are done every second; of them only what goes wrong is told."""


class SayNothingEachSecond(logging.Filter):
    """Drops the lines of Celery that such a task was received and succeeded."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is told."""
        told = record.args if isinstance(record.args, dict) else {}
        return record.levelno > logging.INFO or told.get("name") not in EACH_SECOND
