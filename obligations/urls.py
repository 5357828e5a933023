"""The addresses of the app, by page group."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from obligations.views import reports

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("obligations.views.library.urls")),
    path("", include("obligations.views.check.urls")),
    path("", include("obligations.views.work.urls")),
    path("services/<slug:slug>/report/", reports.platform_report, name="platform-report"),
]
