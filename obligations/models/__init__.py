"""The state of the tracker: constraints first, reads as QuerySet methods."""

from obligations.models.alerts import LawAlert
from obligations.models.base import Side, Verification
from obligations.models.dates import Deadline, Flag, Notification
from obligations.models.enforcement import EnforcementCase, Fined
from obligations.models.invitations import Invitation
from obligations.models.law import (
    EventKind,
    HarmKind,
    HarmKindVersion,
    Instrument,
    LawJob,
    LawRecord,
    Milestone,
    PolicyStatement,
    RegisterEntry,
    Requirement,
    RequirementVersion,
)
from obligations.models.lawids import RequirementId
from obligations.models.letters import Letter
from obligations.models.log import Event, JobRun
from obligations.models.people import (
    ROLE_PERMISSIONS,
    DatesByMail,
    Membership,
    Permission,
    Provider,
    Role,
    User,
    roles_with,
)
from obligations.models.platforms import (
    Designation,
    FactValue,
    MonthlyUsers,
    Platform,
    PlatformEvent,
)
from obligations.models.positions import Position, Reader
from obligations.models.posts import Post
from obligations.models.release import Release
from obligations.models.scenarios import ChangeDecision, Scenario
from obligations.models.search import SearchEntry, SearchWord
from obligations.models.work import (
    PROGRESS_TRANSITIONS,
    AnswerKind,
    Determination,
    Obligation,
    ObligationPart,
    Progress,
    Result,
)

__all__ = [
    "PROGRESS_TRANSITIONS",
    "ROLE_PERMISSIONS",
    "AnswerKind",
    "ChangeDecision",
    "DatesByMail",
    "Deadline",
    "Designation",
    "Determination",
    "EnforcementCase",
    "Event",
    "EventKind",
    "FactValue",
    "Fined",
    "Flag",
    "HarmKind",
    "HarmKindVersion",
    "Instrument",
    "Invitation",
    "JobRun",
    "LawAlert",
    "LawJob",
    "LawRecord",
    "Letter",
    "Membership",
    "Milestone",
    "MonthlyUsers",
    "Notification",
    "Obligation",
    "ObligationPart",
    "Permission",
    "Platform",
    "PlatformEvent",
    "PolicyStatement",
    "Position",
    "Post",
    "Progress",
    "Provider",
    "Reader",
    "RegisterEntry",
    "Release",
    "Requirement",
    "RequirementId",
    "RequirementVersion",
    "Result",
    "Role",
    "Scenario",
    "SearchEntry",
    "SearchWord",
    "Side",
    "User",
    "Verification",
    "roles_with",
]
