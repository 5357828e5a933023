"""The addresses of the check."""

from __future__ import annotations

from django.urls import path

from obligations.views.check import alert, compare, pages, result, whatif, why

urlpatterns = [
    path("check/", pages.check, name="check"),
    path("check/load/", pages.check_load, name="check-load"),
    path("check/file/", pages.check_file, name="check-file"),
    path("check/plan/", result.check_plan, name="check-plan"),
    path("check/why/", why.check_why, name="check-why"),
    path("check/others/", why.check_others, name="check-others"),
    path("check/compare/", compare.check_compare, name="check-compare"),
    path("check/alert/", alert.check_alert, name="check-alert"),
    path("check/what-if/", whatif.whatif, name="check-whatif"),
    path("check/keep/", pages.check_keep, name="check-keep"),
]
