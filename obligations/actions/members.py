"""Who works for a provider, in which role."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from obligations import language
from obligations.actions import assignments, audit, turns
from obligations.actions.permissions import refuse, require
from obligations.actions.turns import in_turn
from obligations.models import (
    Membership,
    Notification,
    Permission,
    Provider,
    Role,
    User,
    roles_with,
)

ONE_OWNER = "Somebody must own the provider: make another member owner first."


@in_turn
def add(*, provider: Provider, by: User | None, email: str, role: str) -> Membership:
    """Give a person a place at the provider that they accepted, or that the operator gives them.

    Without an account they get one.

    Raises Refused for an address that is none, an unknown role or a person who is there already.
    """
    require(by, provider, Permission.MANAGE_MEMBERS)
    check_role(role)
    try:
        validate_email(email)
    except ValidationError:
        raise refuse("email", "This is not an e-mail address.") from None
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email)
    membership, added = Membership.objects.get_or_create(
        provider=provider, user=user, defaults={"role": role}
    )
    if not added:
        raise refuse("email", f"{user} is a member already.")
    audit.record(
        provider=provider, by=by, action="member.added", subject=membership,
        sentence=f"{user} joined {provider} as {_called(role)}.",
        data={"user": user.pk, "role": role},
    )  # fmt: skip
    return membership


@in_turn
def change_role(
    *,
    membership: Membership,
    by: User | None,
    role: str,
    owner: User | None = None,
    seen: str | None = None,
) -> Membership:
    """Give a member another role. `seen`: the role that was on the page where it was chosen.

    Where the role works on no tasks, theirs go to `owner`, or become nobody's, in the same act.

    Raises Refused where nobody would own the provider, and where somebody gave the member yet
    another role meanwhile.
    """
    turns.afresh(membership)
    provider = membership.provider
    require(by, provider, Permission.MANAGE_MEMBERS)
    check_role(role)
    before = membership.role
    if role == before:
        return membership
    if seen and seen != before:
        raise refuse("role", f"{membership.user} is {_called(before)} by now, and was "
                     f"{_called(check_role(seen))} when you chose {_called(role)}. Nothing was "
                     "changed; choose again if you still want it.")  # fmt: skip
    if not _others_own(membership):
        raise refuse("role", ONE_OWNER)
    membership.role = role
    membership.save(update_fields=["role"])
    handed, tasks = ("", {}) if works(role) else _hand_over(membership, owner, by)
    audit.record(
        provider=provider, by=by, action="member.role_changed", subject=membership,
        sentence=f"{membership.user} is now {_called(role)} of {provider}, "
        f"and was {_called(before)}.{handed}",
        data={"user": membership.user_id, "from": before, "to": role, **tasks},
    )  # fmt: skip
    return membership


@in_turn
def remove(*, membership: Membership, by: User | None, owner: User | None = None) -> None:
    """End a membership; a member may end their own. What they did stays in the log.

    Their tasks go to `owner`, or become nobody's, in the same act and under the same event.
    """
    turns.afresh(membership)
    provider, user = membership.provider, membership.user
    if by != user:
        require(by, provider, Permission.MANAGE_MEMBERS)
    if not _others_own(membership):
        raise refuse("", ONE_OWNER)
    handed, tasks = _hand_over(membership, owner, by)
    audit.record(
        provider=provider, by=by, action="member.removed", subject=membership,
        sentence=f"{user} left {provider}.{handed}",
        data={"user": user.pk, "role": membership.role, **tasks},
    )  # fmt: skip
    membership.delete()


def _hand_over(
    membership: Membership, owner: User | None, by: User | None
) -> tuple[str, dict[str, object]]:
    """Give what is the member's to somebody else, or to nobody: a sentence and data of the event.

    Messages to the member that have not gone out yet are taken back.
    """
    if owner == membership.user:
        raise refuse("owner", f"{owner} cannot keep the tasks: choose somebody else, or nobody.")
    assignments.check(provider=membership.provider, owner=owner)
    waiting = Notification.objects.filter(provider=membership.provider, user=membership.user)
    waiting.filter(status=Notification.Status.QUEUED).delete()
    rows = list(assignments.of(membership))
    if not rows:
        return "", {}
    assignments.give(rows, owner=owner, by=by)
    what = language.counted(len(rows), "task of theirs is", "tasks of theirs are")
    return (
        f" {what} now {f'{owner}’s' if owner else 'nobody’s'}.",
        {"tasks": [row.pk for row in rows], "owner": owner.pk if owner else None},
    )


def works(role: str) -> bool:
    """Whether somebody in that role can be given tasks."""
    return role in roles_with(Permission.WORK_ON_OBLIGATIONS)


def _others_own(membership: Membership) -> bool:
    """Whether the provider has an owner even without this membership."""
    owners = Membership.objects.filter(provider=membership.provider, role=Role.OWNER)
    return membership.role != Role.OWNER or owners.exclude(pk=membership.pk).exists()


def check_role(role: str) -> str:
    """The role. Raises Refused for one that does not exist."""
    if role not in Role.values:
        raise refuse("role", f"There is no role {role!r}; the roles are {', '.join(Role.values)}.")
    return role


def _called(role: str) -> str:
    return str(Role(role).label).partition(":")[0].lower()
