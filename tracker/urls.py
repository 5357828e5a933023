"""Every address of the site."""

from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.urls import include, path

site: AdminSite = admin.site

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", site.urls),
    path("", include("obligations.urls")),
]
