"""The pages of help, one for each kind of person."""

from district_portal.help.topics import (
    accounts,
    asking,
    auditing,
    deciding,
    following,
    leading,
    publishing,
    signing,
    visiting,
)

TOPICS = (
    signing.TOPIC,
    asking.TOPIC,
    deciding.TOPIC,
    publishing.TOPIC,
    following.TOPIC,
    accounts.TOPIC,
    leading.TOPIC,
    auditing.TOPIC,
    visiting.TOPIC,
)
