"""The addresses of the public library."""

from __future__ import annotations

from django.urls import path

from obligations.views.library import home, jobs, kinds, lists, milestones, requirements, search

urlpatterns = [
    path("", home.home, name="home"),
    path("library/", home.home, name="library"),
    path("search/", search.search_page, name="search"),
    path("search/suggestions/", search.suggestions, name="search-suggestions"),
    path("library/requirements/", requirements.requirement_list, name="requirement-list"),
    path(
        "library/requirements/<slug:slug>/",
        requirements.requirement_detail,
        name="requirement-detail",
    ),
    path("library/jobs/", jobs.job_list, name="job-list"),
    path("library/jobs/<slug:slug>/", jobs.job_detail, name="job-detail"),
    path("library/categories/", lists.category_list, name="category-list"),
    path("library/register/", lists.register_list, name="register-list"),
    path("library/milestones/", milestones.milestone_list, name="milestone-list"),
    path("library/policy/", lists.policy_list, name="policy-list"),
    path("library/instruments/", lists.instrument_list, name="instrument-list"),
    path("library/instruments/<slug:slug>/", lists.instrument_detail, name="instrument-detail"),
    path("library/definitions/", lists.definition_list, name="definition-list"),
    path("library/kinds/", kinds.kind_list, name="kind-list"),
    path("library/kinds/<slug:slug>/", kinds.kind_detail, name="kind-detail"),
    path("library/events/", lists.event_list, name="event-list"),
    path("library/enforcement/", lists.enforcement_list, name="enforcement-list"),
    path("library/enforcement/<slug:slug>/", lists.enforcement_detail, name="enforcement-detail"),
    path("library/records/", lists.record_list, name="record-list-library"),
    path("library/records/<str:slug>/", lists.record_detail, name="record-detail"),
    path("library/releases/", lists.release_list, name="release-list"),
]
