"""People, the providers they work for, and what their role lets them do."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

from obligations import addresses
from obligations.models.base import NATURAL_KEY_LENGTH


class Permission(StrEnum):
    """What a member may do for a provider. Reading is what membership itself means."""

    MANAGE_MEMBERS = "manage_members"
    MANAGE_PLATFORMS = "manage_platforms"
    RECORD_FACTS = "record_facts"
    WORK_ON_OBLIGATIONS = "work_on_obligations"
    CLOSE_DEADLINES = "close_deadlines"
    TAKE_POSITIONS = "take_positions"


class Role(models.TextChoices):
    """A person's place at a provider."""

    OWNER = "owner", "Owner: everything, and who else may come in"
    COMPLIANCE = "compliance", "Compliance: facts, tasks and dates"
    CONTRIBUTOR = "contributor", "Contributor: works on tasks"
    READER = "reader", "Reader: sees everything, changes nothing"


ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.COMPLIANCE: frozenset(Permission) - {Permission.MANAGE_MEMBERS},
    Role.CONTRIBUTOR: frozenset({Permission.WORK_ON_OBLIGATIONS}),
    Role.READER: frozenset(),
}


def roles_with(permission: Permission) -> list[str]:
    """The roles that hold a permission."""
    return sorted(role for role, held in ROLE_PERMISSIONS.items() if permission in held)


class UserManager(BaseUserManager["User"]):
    """Accounts are known by their e-mail address alone."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **extra}
        )

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


# Who may administer is said by the operator's own login alone; Django's save() writes every column
# of a row, so that a grant by column would stop the site from changing an account at all.
_RAISED = """
IF TG_OP = 'UPDATE' THEN
  was_staff := OLD.is_staff;
  was_all := OLD.is_superuser;
END IF;
IF current_user = 'tracker_app' AND (NEW.is_staff, NEW.is_superuser) <> (was_staff, was_all) THEN
  RAISE EXCEPTION 'the site may not say who administers: manage.py administrator does'
    USING ERRCODE = 'insufficient_privilege';
END IF;
RETURN NEW;
"""


LONGEST_LABEL = 200
"""Of somebody in the log and beside what they wrote; an address may have 254 letters."""


class DatesByMail(models.TextChoices):
    """Of which dates that come near a person is written to."""

    ALL = "all", "All dates of the providers where I work on tasks"
    OWN = "own", "Those of tasks that are mine or nobody's"
    NONE = "none", "None"


class User(AbstractUser):
    """Somebody who signs in."""

    username = None  # type: ignore[assignment]  # e-mail is the only name an account has
    email = models.EmailField("e-mail address", unique=True, validators=[addresses.check])
    name = models.CharField(max_length=150, blank=True)
    work_by_mail = models.BooleanField(
        default=True, help_text="Is written to when work is given to them."
    )
    dates_by_mail = models.CharField(
        max_length=4, choices=DatesByMail.choices, default=DatesByMail.ALL
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # known by e-mail

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="There is already an account with this e-mail address.",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="not_raised_by_the_site",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                declare=[("was_staff", "boolean := false"), ("was_all", "boolean := false")],
                func=_RAISED,
            )
        ]

    def __str__(self) -> str:
        return (self.name or self.email)[:LONGEST_LABEL]


class ProviderQuerySet(models.QuerySet["Provider"]):
    def visible_to(self, user: Any) -> ProviderQuerySet:
        """The providers this person belongs to; an administrator sees all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(memberships__user=user)


class Provider(models.Model):
    """The legal entity that the Act binds (OSA 2023 s 226)."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=NATURAL_KEY_LENGTH, unique=True)
    nation = models.CharField(
        max_length=20,
        choices=[
            ("england-and-wales", "England and Wales"),
            ("scotland", "Scotland"),
            ("northern-ireland", "Northern Ireland"),
        ],
        default="england-and-wales",
        help_text="Whose bank holidays count when a rule speaks of working days.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def workers(self) -> models.QuerySet[User]:
        """Whom work can be given to: members whose role works on tasks and who may sign in."""
        works = roles_with(Permission.WORK_ON_OBLIGATIONS)
        members = self.memberships.filter(role__in=works)
        return User.objects.filter(is_active=True, memberships__in=members).order_by("email")


@pghistory.track(
    pghistory.InsertEvent("added"),
    pghistory.UpdateEvent("changed"),
    pghistory.DeleteEvent("removed"),
)
class Membership(models.Model):
    """One person's place at one provider."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["provider", "user"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "user"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.provider}"

    def may(self, permission: Permission) -> bool:
        """Does this role hold the permission?"""
        return permission in ROLE_PERMISSIONS[self.role]
