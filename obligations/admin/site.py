"""The tracker's own admin site."""

from __future__ import annotations

import re
from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator

from obligations import intake
from obligations.admin.overview import overview

# The order of the index; a model that is named nowhere comes last, under its app.
GROUPS = {
    "The law": [
        "Release", "Instrument", "Requirement", "RequirementVersion", "RequirementId",
        "HarmKind", "HarmKindVersion", "EventKind", "Milestone", "PolicyStatement", "RegisterEntry",
        "EnforcementCase", "LawJob", "LawRecord", "SearchEntry", "SearchWord",
    ],
    "Providers and services": [
        "Provider", "Membership", "Invitation", "Platform", "FactValue", "MonthlyUsers",
        "Designation", "PlatformEvent",
    ],
    "Work": ["Determination", "Obligation", "ObligationPart", "Deadline", "Flag", "Notification"],
    "Accounts": ["User", "EmailAddress", "Authenticator", "Letter", "LawAlert"],
    "History and jobs": [
        "Event", "ObligationEvent", "MembershipEvent", "DesignationEvent", "LogEntry", "JobRun",
    ],
}  # fmt: skip


_YEAR = re.compile(r"[1-9][0-9]{3}")


class TrackerAdminSite(AdminSite):
    """Django's admin, in the tracker's words: the state of things first, then the tables."""

    site_title = "Online Safety Act tracker"
    site_header = "Online Safety Act tracker: administration"
    index_title = "Administration"
    index_template = "admin/tracker_index.html"

    # Signing in is allauth's alone, so that a second factor is asked for here as well.
    login = method_decorator(secure_admin_login)(AdminSite.login)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's, for rows that are named by numbers and years of four digits.

        Its actions take any text for a row, and its filters any number for a year.
        """

        @wraps(view)
        def of_rows(request: HttpRequest, *args: Any, **named: Any) -> Any:
            if None in map(intake.row, request.POST.getlist("_selected_action")):
                raise BadRequest("An action is for rows; one of those named is none.")
            years = (given for name, given in request.GET.lists() if name.endswith("year"))
            if not all(_YEAR.fullmatch(each) for given in years for each in given):
                raise BadRequest("A year is written with four digits.")
            return view(request, *args, **named)

        return super().admin_view(of_rows, cacheable)

    def get_urls(self) -> list[Any]:
        """Django's, without its way from a row to a page of the site: no table here has one."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """How the installation stands, then every table."""
        return super().index(request, {"overview": overview(), **(extra_context or {})})

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The tables by what they are about, not by the package that they come from."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        grouped = [_group(name, [models.pop(m) for m in of if m in models])
                   for name, of in GROUPS.items()]  # fmt: skip
        rest = _group("Other", list(models.values()))
        return [group for group in (*grouped, rest) if group["models"]]


def _group(name: str, models: list[dict[str, Any]]) -> dict[str, Any]:
    label = name.lower().replace(" ", "-")
    return {"name": name, "app_label": label, "app_url": "", "has_module_perms": True,
            "models": models}  # fmt: skip
