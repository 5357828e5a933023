"""The addresses of the app, by page group."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from obligations.views import alerts, reports

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("obligations.views.library.urls")),
    path("", include("obligations.views.check.urls")),
    path("", include("obligations.views.work.urls")),
    path("alerts/new/", alerts.alert_new, name="alert-new"),
    path("alerts/asked/", alerts.alert_asked, name="alert-asked"),
    path("alerts/confirm/<str:token>/", alerts.alert_confirm, name="alert-confirm"),
    path("alerts/stop/<str:token>/", alerts.alert_stop, name="alert-stop"),
    path("alerts/stop/<str:token>/now/", alerts.alert_stop_at_once, name="alert-stop-at-once"),
    path("services/<slug:slug>/report/", reports.platform_report, name="platform-report"),
]
