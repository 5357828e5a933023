"""Every address of the site."""

from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.urls import include, path

from tracker import health

site: AdminSite = admin.site

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("admin/", site.urls),
    path("", include("obligations.urls")),
]
