"""The addresses of the pages for people who are signed in."""

from __future__ import annotations

from django.urls import include, path

from obligations.views.work import (
    account,
    answers,
    changes,
    compare,
    dashboard,
    deadlines,
    effect,
    facts,
    interview,
    invitations,
    launches,
    members,
    obligations,
    platforms,
    positions,
    scenarios,
    whatif,
)

OF_A_SERVICE = [
    path("", platforms.platform_detail, name="platform-detail"),
    path("edit/", platforms.platform_edit, name="platform-edit"),
    path("archive/", platforms.platform_archive, name="platform-archive"),
    path("changed/", effect.platform_effect, name="platform-effect"),
    path("answers/", answers.platform_answers, name="platform-answers"),
    path("why/<str:requirement>/", answers.platform_why, name="platform-why"),
    path("why/<str:requirement>/position/", positions.position_take, name="position-take"),
    path("compare/", compare.platform_compare, name="platform-compare"),
    path("facts/", facts.platform_facts, name="platform-facts"),
    path("interview/", interview.platform_interview, name="platform-interview"),
    path("users/", facts.platform_users, name="platform-users"),
    path("register/", facts.platform_register, name="platform-register"),
    path("register/none/", facts.platform_register_none, name="platform-register-none"),
    path("register/<int:pk>/", facts.platform_register_end, name="platform-register-end"),
    path(
        "register/<int:pk>/remove/", facts.platform_register_remove, name="platform-register-remove"
    ),
    path(
        "register/<int:pk>/appeal/", facts.platform_register_appeal, name="platform-register-appeal"
    ),
    path("events/new/", facts.platform_event_new, name="platform-event-new"),
    path(
        "events/<int:pk>/take-back/",
        facts.platform_event_take_back,
        name="platform-event-take-back",
    ),
    path(
        "why/<str:requirement>/position/<int:pk>/withdraw/",
        positions.position_withdraw,
        name="position-withdraw",
    ),
    path("what-if/", whatif.platform_whatif, name="platform-whatif"),
    path("significance/", launches.platform_significance, name="platform-significance"),
    path("scenarios/", scenarios.scenario_list, name="scenario-list"),
    path("scenarios/compare/", scenarios.scenario_compare, name="scenario-compare"),
    path("scenarios/<int:pk>/", scenarios.scenario_detail, name="scenario-detail"),
    path("scenarios/<int:pk>/edit/", scenarios.scenario_edit, name="scenario-edit"),
    path("scenarios/<int:pk>/delete/", scenarios.scenario_delete, name="scenario-delete"),
    path("scenarios/<int:pk>/decide/", launches.scenario_decide, name="scenario-decide"),
    path("scenarios/<int:pk>/launch/", launches.scenario_launch, name="scenario-launch"),
]

urlpatterns = [
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("provider/switch/", dashboard.provider_switch, name="provider-switch"),
    path("provider/new/", members.provider_new, name="provider-new"),
    path("members/", members.provider_members, name="provider-members"),
    path("members/<int:pk>/", members.member_change, name="member-change"),
    path("members/<int:pk>/end/", members.member_end, name="member-end"),
    path("account/messages/", account.account_messages, name="account-messages"),
    path("invitations/", invitations.invitation_list, name="invitation-list"),
    path("invitations/open/<str:token>/", invitations.invitation_open, name="invitation-open"),
    path("invitations/<int:pk>/", invitations.invitation_answer, name="invitation-answer"),
    path(
        "invitations/<int:pk>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("services/", platforms.platform_list, name="platform-list"),
    path("services/new/", platforms.platform_new, name="platform-new"),
    path("services/<slug:slug>/", include(OF_A_SERVICE)),
    path("tasks/", obligations.obligation_list, name="obligation-list"),
    path("tasks/<int:pk>/", obligations.obligation_detail, name="obligation-detail"),
    path("tasks/<int:pk>/progress/", obligations.obligation_progress, name="obligation-progress"),
    path("tasks/<int:pk>/done/", obligations.obligation_complete, name="obligation-complete"),
    path("tasks/<int:pk>/assess/", obligations.obligation_assess, name="obligation-assess"),
    path("tasks/<int:pk>/assign/", obligations.obligation_assign, name="obligation-assign"),
    path("tasks/<int:pk>/note/", obligations.obligation_note, name="obligation-note"),
    path("tasks/<int:pk>/parts/<int:part>/", obligations.obligation_part, name="obligation-part"),
    path("positions/", positions.position_list, name="position-list"),
    path("positions/<int:pk>/", positions.position_detail, name="position-detail"),
    path("dates/", deadlines.deadline_list, name="deadline-list"),
    path("dates/<int:pk>/close/", deadlines.deadline_close, name="deadline-close"),
    path("dates/<int:pk>/reopen/", deadlines.deadline_reopen, name="deadline-reopen"),
    path("changes/", changes.change_list, name="change-list"),
]
