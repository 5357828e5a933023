"""Who gets what from every address of the site. A new address without a row here fails the tests.

One line for each method that an address takes; a column for each kind of visitor:

    anonymous      nobody is signed in
    outsider       signed in, belongs to another provider
    reader ... owner    members of the provider, by role
    administrator  runs the installation

and in each column what they get:

    ok     they are let in (a page, a redirect after writing, or a form that says what is wrong)
    login  they are sent to sign in
    403    they may not, and are told so
    404    for them it does not exist
    405    the address does not take this method

`{name}` in `given` is filled in from the world that tests/integration/test_permissions.py makes.
"""

from __future__ import annotations

from dataclasses import dataclass

VISITORS = (
    "anonymous", "outsider", "reader", "contributor", "compliance", "owner", "administrator",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One method of an address, what each visitor gets, and what stands in the address."""

    method: str
    gets: str
    given: tuple[tuple[str, str], ...] = ()

    @property
    def outcomes(self) -> dict[str, str]:
        return dict(zip(VISITORS, self.gets.split(), strict=True))


# What is asked for most often. The columns are those of VISITORS.
PUBLIC = "ok    ok  ok  ok  ok  ok ok"
SIGNED_IN = "login ok  ok  ok  ok  ok ok"
MEMBERS = "login 404 ok  ok  ok  ok ok"
WORK = "login 404 403 ok  ok  ok ok"  # Permission.WORK_ON_OBLIGATIONS
COMPLIANCE = "login 404 403 403 ok  ok ok"  # RECORD_FACTS, TAKE_POSITIONS and others
OWNERS = "login 404 403 403 403 ok ok"  # MANAGE_MEMBERS
AUTHOR = "login 404 403 403 403 403 403"  # Of what somebody else wrote.
WITHOUT_MFA = "login 404 404 404 404 404 404"  # There is nothing to switch off or to show.
NOBODY = "405   405 405 405 405 405 405"

SERVICE = (("slug", "{platform}"),)
SCENARIO = (*SERVICE, ("pk", "{scenario}"))
TASK = (("pk", "{obligation}"),)
DATE = (("pk", "{deadline}"),)
POSITION = (*SERVICE, ("requirement", "icu-c1"), ("pk", "{position}"))
MEMBER = (("pk", "{membership}"),)
INVITED = (("pk", "{invitation}"),)
ASKED = (("token", "{invited}"),)
LINK = (("token", "{alert}"),)

MATRIX: dict[str, list[Row]] = {
    # For machines
    # The library: the law is public
    "home": [Row("GET", PUBLIC)],
    "library": [Row("GET", PUBLIC)],
    "requirement-list": [Row("GET", PUBLIC)],
    "requirement-detail": [Row("GET", PUBLIC, (("slug", "icu-c1"),))],
    "category-list": [Row("GET", PUBLIC)],
    "register-list": [Row("GET", PUBLIC)],
    "milestone-list": [Row("GET", PUBLIC)],
    "policy-list": [Row("GET", PUBLIC)],
    "instrument-list": [Row("GET", PUBLIC)],
    "instrument-detail": [Row("GET", PUBLIC, (("slug", "osa-2023"),))],
    "definition-list": [Row("GET", PUBLIC)],
    "kind-list": [Row("GET", PUBLIC)],
    "kind-detail": [Row("GET", PUBLIC, (("slug", "csea_grooming"),))],
    "search": [Row("GET", PUBLIC)],
    "search-suggestions": [Row("GET", PUBLIC)],
    "event-list": [Row("GET", PUBLIC)],
    "job-list": [Row("GET", PUBLIC)],
    "job-detail": [Row("GET", PUBLIC, (("slug", "terms"),))],
    "enforcement-list": [Row("GET", PUBLIC)],
    "enforcement-detail": [Row("GET", PUBLIC, (("slug", "{enforcement}"),))],
    "record-list-library": [Row("GET", PUBLIC)],
    "record-detail": [Row("GET", PUBLIC, (("slug", "{record}"),))],
    "release-list": [Row("GET", PUBLIC)],
    # The check: for anybody, and nothing of it is kept until somebody who may asks for it
    "check": [Row("GET", PUBLIC), Row("POST", PUBLIC)],
    "check-load": [Row("POST", PUBLIC), Row("GET", NOBODY)],
    "check-file": [Row("POST", PUBLIC)],
    "check-plan": [Row("POST", PUBLIC), Row("GET", NOBODY)],
    "check-why": [Row("POST", PUBLIC), Row("GET", NOBODY)],
    "check-others": [Row("POST", PUBLIC), Row("GET", NOBODY)],
    "check-compare": [Row("POST", PUBLIC), Row("GET", NOBODY)],
    "check-whatif": [Row("POST", PUBLIC), Row("GET", NOBODY)],
    "check-keep": [Row("POST", "login ok 403 403 ok ok ok")],
    "check-alert": [Row("POST", PUBLIC), Row("GET", NOBODY)],
    # Alerts: for anybody; a link from a message admits whoever holds it. Stopping comes last, and
    # stopping again is no error.
    "alert-new": [Row("GET", PUBLIC), Row("POST", PUBLIC)],
    "alert-asked": [Row("GET", PUBLIC)],
    "alert-confirm": [Row("GET", PUBLIC, LINK), Row("POST", PUBLIC, LINK)],
    "alert-stop": [Row("GET", PUBLIC, LINK), Row("POST", PUBLIC, LINK)],
    "alert-stop-at-once": [Row("POST", PUBLIC, LINK), Row("GET", NOBODY, LINK)],
    # Work: what a person sees is theirs, so an outsider gets an empty page, never another's rows
    "dashboard": [Row("GET", SIGNED_IN)],
    "platform-list": [Row("GET", SIGNED_IN)],
    "obligation-list": [Row("GET", SIGNED_IN)],
    "deadline-list": [Row("GET", SIGNED_IN)],
    "change-list": [Row("GET", SIGNED_IN)],
    "position-list": [Row("GET", SIGNED_IN)],
    "provider-switch": [Row("POST", SIGNED_IN)],
    "provider-new": [Row("GET", SIGNED_IN), Row("POST", SIGNED_IN)],
    # Work on one provider. An outsider acts for their own provider here, as its owner.
    "provider-members": [
        Row("GET", SIGNED_IN),
        Row("POST", "login ok 403 403 403 ok ok"),
    ],
    "member-change": [Row("POST", OWNERS, MEMBER)],
    "member-end": [  # The owner ends it; nobody can end it again.
        Row("GET", OWNERS, MEMBER),
        Row("POST", "login 404 403 403 403 ok 404", MEMBER),
    ],
    "account-messages": [Row("GET", SIGNED_IN), Row("POST", SIGNED_IN)],
    "invitation-list": [Row("GET", SIGNED_IN)],
    "invitation-open": [  # A link from a message admits whoever holds it; who posts declines.
        Row("GET", PUBLIC, ASKED),
        Row("POST", "ok 404 404 404 404 404 404", ASKED),
    ],
    "invitation-answer": [Row("POST", "login 404 404 404 404 404 404", INVITED)],
    "invitation-withdraw": [Row("POST", OWNERS, INVITED)],
    "platform-new": [
        Row("GET", "login ok 403 403 ok ok ok"),
        Row("POST", "login ok 403 403 ok ok ok"),
    ],
    # One service
    "platform-detail": [Row("GET", MEMBERS, SERVICE)],
    "platform-answers": [Row("GET", MEMBERS, SERVICE)],
    "platform-why": [Row("GET", MEMBERS, (*SERVICE, ("requirement", "icu-c1")))],
    "position-detail": [Row("GET", MEMBERS, (("pk", "{position}"),))],
    "position-take": [
        Row("POST", COMPLIANCE, (*SERVICE, ("requirement", "icu-c1"))),
        Row("GET", NOBODY, (*SERVICE, ("requirement", "icu-c1"))),
    ],
    "position-withdraw": [Row("POST", COMPLIANCE, POSITION)],
    "platform-compare": [Row("GET", MEMBERS, SERVICE), Row("POST", MEMBERS, SERVICE)],
    "platform-report": [Row("GET", MEMBERS, SERVICE)],
    "platform-edit": [Row("GET", COMPLIANCE, SERVICE), Row("POST", COMPLIANCE, SERVICE)],
    "platform-facts": [Row("GET", COMPLIANCE, SERVICE), Row("POST", COMPLIANCE, SERVICE)],
    "platform-interview": [Row("GET", COMPLIANCE, SERVICE), Row("POST", COMPLIANCE, SERVICE)],
    "platform-users": [Row("GET", COMPLIANCE, SERVICE), Row("POST", COMPLIANCE, SERVICE)],
    "platform-register": [Row("GET", MEMBERS, SERVICE), Row("POST", COMPLIANCE, SERVICE)],
    "platform-register-none": [Row("POST", COMPLIANCE, SERVICE)],
    "platform-register-appeal": [
        Row("POST", COMPLIANCE, (*SERVICE, ("pk", "{designation}"))),
    ],
    "platform-register-remove": [
        Row("POST", COMPLIANCE, (*SERVICE, ("pk", "{designation}"))),
    ],
    "platform-register-end": [Row("POST", COMPLIANCE, (*SERVICE, ("pk", "{designation}")))],
    "platform-event-new": [Row("GET", COMPLIANCE, SERVICE), Row("POST", COMPLIANCE, SERVICE)],
    "platform-event-take-back": [Row("POST", COMPLIANCE, (*SERVICE, ("pk", "{event}")))],
    "platform-effect": [Row("GET", MEMBERS, SERVICE)],
    "platform-whatif": [Row("GET", MEMBERS, SERVICE), Row("POST", MEMBERS, SERVICE)],
    "platform-significance": [Row("GET", MEMBERS, SERVICE), Row("POST", COMPLIANCE, SERVICE)],
    "scenario-list": [Row("GET", MEMBERS, SERVICE)],
    "scenario-compare": [Row("GET", MEMBERS, SERVICE)],
    "scenario-detail": [Row("GET", MEMBERS, SCENARIO)],
    "scenario-edit": [Row("POST", WORK, SCENARIO), Row("GET", NOBODY, SCENARIO)],
    "scenario-delete": [Row("POST", AUTHOR, SCENARIO)],
    "scenario-decide": [Row("POST", COMPLIANCE, SCENARIO)],
    "scenario-launch": [Row("GET", COMPLIANCE, SCENARIO), Row("POST", COMPLIANCE, SCENARIO)],
    # One task
    "obligation-detail": [Row("GET", MEMBERS, TASK)],
    "obligation-progress": [Row("POST", WORK, TASK), Row("GET", NOBODY, TASK)],
    "obligation-complete": [Row("POST", WORK, TASK), Row("GET", NOBODY, TASK)],
    "obligation-assess": [Row("POST", WORK, TASK)],
    "obligation-assign": [Row("POST", WORK, TASK)],
    "obligation-note": [Row("POST", WORK, TASK)],
    "obligation-part": [Row("POST", WORK, (("pk", "{whole}"), ("part", "{part}")))],
    # One date
    "deadline-close": [Row("POST", COMPLIANCE, DATE)],
    "deadline-reopen": [Row("POST", COMPLIANCE, DATE)],
    # Puts the service away, and brings it back: after everything that looks at it
    "platform-archive": [Row("POST", COMPLIANCE, SERVICE)],
    # Accounts: pages of django-allauth
    "account_login": [Row("GET", PUBLIC)],
    "account_logout": [Row("GET", PUBLIC)],
    "account_inactive": [Row("GET", PUBLIC)],
    "account_signup": [Row("GET", PUBLIC)],
    "account_reauthenticate": [Row("GET", SIGNED_IN)],
    "account_email": [Row("GET", SIGNED_IN)],
    "account_email_verification_sent": [Row("GET", PUBLIC)],
    "account_change_password": [Row("GET", SIGNED_IN)],
    "account_set_password": [Row("GET", SIGNED_IN)],
    "account_reset_password": [Row("GET", PUBLIC)],
    "account_confirm_login_code": [Row("GET", "login ok ok ok ok ok ok")],
    "account_confirm_email": [Row("GET", PUBLIC, (("key", "none"),))],
    "account_reset_password_from_key": [
        Row("GET", PUBLIC, (("uidb36", "1"), ("key", "none"))),
    ],
    "account_reset_password_from_key_done": [Row("GET", PUBLIC)],
    "account_reset_password_done": [Row("GET", PUBLIC)],
    "mfa_index": [Row("GET", SIGNED_IN)],
    "mfa_authenticate": [Row("GET", "login ok ok ok ok ok ok")],
    "mfa_reauthenticate": [Row("GET", SIGNED_IN)],
    "mfa_activate_totp": [Row("GET", SIGNED_IN)],
    "mfa_deactivate_totp": [Row("GET", WITHOUT_MFA)],
    "mfa_view_recovery_codes": [Row("GET", WITHOUT_MFA)],
    "mfa_generate_recovery_codes": [Row("GET", SIGNED_IN)],
    "mfa_download_recovery_codes": [Row("GET", WITHOUT_MFA)],
}

# Every address of the administration: only those who run the installation come in. That each page
# opens for them, and which of them write, is in tests/integration/test_admin.py.
ADMINISTRATION = "admin:"
KEPT_OUT = ("anonymous", "outsider", "owner")
