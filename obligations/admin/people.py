"""Accounts, providers, memberships. Accounts are made and closed here, each time with an event."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest

from obligations.actions import audit
from obligations.admin.base import ReadOnly, ReadOnlyRows, table
from obligations.fields import Line
from obligations.models import Invitation, Membership, Provider, User

admin.site.unregister(Group)  # Roles are memberships; groups are used nowhere.


class NewAccount(AdminUserCreationForm):
    """An account is known by its address; without a password it is set by "forgotten password"."""

    class Meta:
        model = User
        fields = ["email", "name"]


class MembershipRows(ReadOnlyRows):
    model = Membership


@admin.register(User)
class AccountAdmin(UserAdmin):
    add_form = NewAccount
    list_display = ["email", "name", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    # Who administers is said on the operator's command line: manage.py administrator.
    readonly_fields = ["is_staff", "is_superuser", "last_login", "date_joined"]
    inlines = [MembershipRows]
    formfield_overrides = {models.CharField: {"form_class": Line}}
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("What it may do", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]}),
    ]

    def save_model(
        self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool
    ) -> None:
        """Save, and say in the installation's log who changed which account and how."""
        super().save_model(request, obj, form, change)
        fields = [name for name in form.changed_data if not name.startswith("password")]
        audit.record(
            provider=None, by=_author(request), subject=obj,
            action="account.changed" if change else "account.created",
            sentence=f"The account {obj.email} was {'changed' if change else 'made'}.",
            data={name: form.cleaned_data[name] for name in fields if name in SAID},
        )  # fmt: skip

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is closed (not active), never deleted: the log speaks of it."""
        return False


SAID = frozenset({"email", "name", "is_active"})


class SecondFactorAdmin(ReadOnly):
    """What somebody signs in with beside the password; taken away here where they lost it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super(ReadOnly, self).has_delete_permission(request, obj)


admin.site.unregister(Authenticator)  # allauth's offers to write one, secret and all.
table(
    Authenticator, ["user", "type", "created_at", "last_used_at"], filters=["type"],
    related=["user"], search=["user__email"], day="created_at", base=SecondFactorAdmin,
    fields=["user", "type", "created_at", "last_used_at"],
)  # fmt: skip
table(
    Provider, ["name", "nation", "created_at"], filters=["nation"], search=["name", "slug"],
    day="created_at", inlines=[MembershipRows],
)  # fmt: skip
table(
    Membership, ["user", "provider", "role", "created_at"], filters=["role", "provider"],
    related=["user", "provider"], search=["user__email", "user__name", "provider__name"],
    day="created_at",
)  # fmt: skip
table(
    Invitation, ["email", "provider", "role", "invited_by", "invited_at", "answer"],
    filters=["answer", "role", "provider"], related=["provider", "invited_by"],
    search=["email", "provider__name"], day="invited_at",
)  # fmt: skip


def _author(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
