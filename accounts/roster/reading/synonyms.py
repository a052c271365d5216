"""The names that headings go by, in order of preference. Plain words, compared by `plain`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

LEFT_OUT: Final = ""

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": (
        "number", "employee number", "employee id", "emp number", "emp id", "empl id", "emplid",
        "employee no", "emp no", "staff id", "staff number", "personnel number", "personnel id",
        "person id", "person number", "badge number", "id number", "worker id", "payroll number",
        "payroll id", "employee code", "staff member id", "local staff id", "local id", "eid",
        "ee id", "ee number", "employee", "id",
    ),
    "first_name": (
        "first name", "first", "given name", "fname", "firstname", "legal first name",
        "legal first", "name first", "first nm", "staff first name", "employee first name",
        "forename", "given",
    ),
    "last_name": (
        "last name", "last", "surname", "family name", "lname", "lastname", "legal last name",
        "legal last", "name last", "last nm", "staff last name", "employee last name", "family",
    ),
    "name": (
        "name", "full name", "employee name", "staff name", "last name first name", "last first",
        "last first name", "name last first", "legal name", "person name", "worker name",
        "staff member", "staff member name", "lastname firstname", "worker", "display name",
    ),
    "email": (
        "email", "work email", "email address", "e mail", "e mail address", "district email",
        "school email", "staff email", "employee email", "work e mail", "work email address",
        "business email", "email work", "primary email", "e mail work", "district e mail", "mail",
        "employee email address",
    ),
    "place": (
        "place", "school", "site", "building", "location", "work location", "school name",
        "site name", "building name", "location name", "primary location", "work site",
        "worksite", "campus", "home school", "primary site", "assigned location", "school site",
        "school building", "bldg", "location description", "location desc", "building description",
        "site description", "site school", "campus name", "facility", "department",
        "department name", "dept", "dept name", "department description", "org", "organization",
        "work place", "workplace", "work site name", "site location", "school location",
        "building location", "location code", "site code", "building code", "school code",
    ),
    "position": (
        "position", "job title", "title", "position title", "job", "role", "job description",
        "job desc", "position description", "position desc", "assignment", "job name",
        "position name", "assignment title", "assignment description", "working title",
        "business title", "occupation", "job class", "job class description", "job code",
        "position code",
    ),
    "supervisor": (
        "supervisor", "supervisor number", "supervisor id", "supervisor employee id",
        "supervisor employee number", "supervisor emp id", "manager id", "manager number",
        "manager employee id", "reports to id", "reports to number", "supervisor email",
        "supervisor e mail", "supervisor email address", "manager email", "reports to email",
        "reports to", "manager", "supervisor name", "manager name", "reports to name",
        "direct supervisor", "immediate supervisor", "evaluator", "boss", "direct manager",
        "reporting to", "supervised by",
    ),
    "kind": (
        "kind", "employee type", "employment type", "type", "staff type", "worker type",
        "emp type", "person type", "employee class", "employee category", "classification",
        "employee group", "employee or volunteer",
    ),
    "volunteer": ("volunteer", "is volunteer", "volunteer flag", "volunteer yn", "volunteer y n"),
    "on_leave": (
        "on leave", "leave", "leave status", "loa", "leave of absence", "is on leave",
        "leave flag", "leave type", "on loa", "loa status", "on leave y n", "current leave",
        "absence status",
    ),
    "status": (
        "status", "employment status", "employee status", "emp status", "staff status", "active",
        "is active", "active flag", "active inactive", "active status", "status leave",
        "work status", "current status", "job status", "enabled", "active y n",
    ),
    "primary": (
        "primary", "primary flag", "primary position", "primary assignment", "primary job",
        "is primary", "main position", "main assignment", "fte primary flag", "primary indicator",
        "primary y n", "primary position flag", "primary secondary", "main job",
        "primary assignment flag", "primary job flag",
    ),
    "fte": ("fte", "full time equivalent", "position fte", "fte percent", "assignment fte"),
    "place_kind": (
        "place kind", "place type", "site type", "building type", "location type", "school type",
        "kind of place", "org type", "organization type",
    ),
    "head": (
        "head", "head of place", "is head", "building head", "site head", "head of building",
        "head of site", "site administrator", "building administrator", "head of department",
    ),
    LEFT_OUT: (
        "middle name", "middle", "middle initial", "mi", "m i", "preferred name", "preferred",
        "preferred first name", "preferred last name", "nickname", "goes by", "former name",
        "maiden name", "suffix", "prefix", "salutation", "honorific", "phone", "phone number",
        "work phone", "home phone", "cell", "cell phone", "mobile", "extension", "ext", "fax",
        "home email", "personal email", "personal e mail", "private email", "alternate email",
        "other email", "address", "home address", "street", "street address", "city", "state",
        "zip", "zip code", "postal code", "county", "country", "ssn", "social security number",
        "social security", "ss number", "last 4 ssn", "ssn last 4", "dob", "date of birth",
        "birth date", "birthdate", "birthday", "age", "sex", "gender", "race", "ethnicity",
        "marital status", "pronouns", "hire date", "date of hire", "original hire date",
        "start date", "begin date", "end date", "term date", "termination date", "rehire date",
        "seniority date", "salary", "annual salary", "pay", "pay rate", "hourly rate", "step",
        "lane", "grade", "grade level", "pay grade", "bargaining unit", "union", "calendar",
        "contract days", "hours", "hours per day", "certificate", "license", "license number",
        "room", "room number", "subject", "notes", "comments", "password", "username",
        "user name", "login", "bank account", "account number", "account code", "fund",
        "leave start", "leave start date", "leave begin date", "leave end", "leave end date",
        "return date", "expected return", "expected return date", "emergency contact",
        "supervisor first name", "supervisor last name", "supervisor title", "supervisor phone",
        "school year", "district", "district name", "row", "record number",
    ),
}  # fmt: skip

_PRIVATE: Final = re.compile(
    r"\b(ssn|social security|ss number|dob|birth|birthdate|birthday|age|sex|gender|race|ethnicity"
    r"|marital|salary|pay|rate|password|bank|account|medical|disability|religion|citizenship|visa"
    r"|passport|home|personal|emergency|veteran)\b"
)

_FIRST_DAYS: Final = frozenset(
    {
        "hire date", "date of hire", "original hire date", "start date", "begin date",
        "rehire date", "seniority date", "date hired", "hired on", "first day",
    }
)  # fmt: skip

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def plain(heading: str) -> str:
    """`heading` in small letters and single spaces: “Emp. #”, “EMP_NO” → “emp number”, “emp no”."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKD", heading))
    letters = "".join(letter for letter in spaced if not unicodedata.combining(letter))
    return _NO_WORD.sub(" ", letters.replace("#", " number ").lower()).strip()


def is_private(heading: str) -> bool:
    """Whether a heading names what nobody but HR should see, so that no example of it is shown."""
    return bool(_PRIVATE.search(plain(heading)))


def is_first_day(heading: str) -> bool:
    """Whether a heading tells since when somebody works here, which no sheet rules."""
    return plain(heading) in _FIRST_DAYS


KNOWN: Final[Mapping[str, str]] = {
    name: column for column, names in SYNONYMS.items() for name in (plain(column), *names)
}
"""Every name that a heading usually goes by → its column."""
RANK: Final[Mapping[str, int]] = {
    name: place for names in SYNONYMS.values() for place, name in enumerate(names)
}
"""Which of two names for one column is the better one: the smaller."""
