"""Who may do what, and how an action says no."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied

from obligations.models import Membership, Permission, Provider, User

OPERATOR = "the operator"  # Commands on the server act for nobody who signs in.


class Denied(PermissionDenied):
    """This person's role at the provider does not let them do it."""


class Refused(Exception):
    """What was sent cannot be recorded. `errors` names each field and says why in plain words.

    The key `""` holds what concerns no single field. Nothing was written.
    """

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(text for texts in errors.values() for text in texts))


def refuse(field: str, why: str) -> Refused:
    """The refusal of one field, for one reason."""
    return Refused({field: [why]})


def require(by: User | None, provider: Provider, permission: Permission) -> None:
    """Raise Denied unless `by` may do this for the provider; an operator (None) always may."""
    if by is None or may(by, provider, permission):
        return
    raise Denied(f"{by} may not do this for {provider}: {permission.replace('_', ' ')}.")


def may(by: User, provider: Provider, permission: Permission) -> bool:
    """Whether the person's role at the provider, or being an administrator, allows it."""
    if not by.is_active:
        return False
    if by.is_superuser:
        return True
    membership = Membership.objects.filter(provider=provider, user=by).first()
    return membership is not None and membership.may(permission)
