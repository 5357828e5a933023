"""Alerts "the law you rest on changed": asked for, confirmed and stopped, without an account.

A link in a message leads to a page with a button; opening it changes nothing, because mail
programs open links by themselves. Only the button's POST does.
"""

from __future__ import annotations

from django.core.signing import BadSignature
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from obligations.actions import alert_mail, alerts
from obligations.filters.law import RequirementFilter
from obligations.forms.alerts import AddressForm
from obligations.law.followed_requirements import Resting, rests_on
from obligations.models import LawAlert, Requirement, RequirementId
from obligations.rules import Determination
from obligations.views.shared.current_provider import plain_day
from obligations.views.shared.frame import render_law
from tracker import clock, limits

MOST_AN_HOUR = 20
"""How many addresses one client may leave in an hour."""
TOO_MANY = "Too many addresses were left from your connection. Try again in an hour."
NAMED = 12


def ask_for(request: HttpRequest, form: AddressForm, rests: Resting, *, from_check: bool) -> bool:
    """Take in the address, if it is one and the client may; else the form says what is wrong."""
    if not form.is_valid():
        return False
    if not limits.within(request, "alert", MOST_AN_HOUR):
        form.add_error("address", TOO_MANY)
        return False
    address = form.cleaned_data["address"]
    if limits.mailbox_within(address, "alert-mailbox", alerts.MOST_A_DAY):
        alerts.ask(
            address=address, resting=rests, from_check=from_check,
            as_at=clock.today(), now=clock.now(),
        )  # fmt: skip
    return True


def ask_for_check(request: HttpRequest, form: AddressForm, determination: Determination) -> bool:
    """The same for the result of a check, of which nothing else is kept."""
    return ask_for(request, form, rests_on(determination), from_check=True)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def alert_new(request: HttpRequest) -> HttpResponse:
    """Leave an address for one requirement (`requirement=`), or for a filtered list of them."""
    law = plain_day(request)
    rows = Requirement.objects.current()
    problems: list[str] = []
    if "requirement" in request.GET:
        asked = request.GET["requirement"]
        led = RequirementId.objects.filter(slug=asked).values("requirement")
        rows = rows.filter(Q(slug=asked) | Q(pk__in=led))
    else:
        filterset = RequirementFilter(request.GET, rows, as_at=law.as_at)
        problems, rows = filterset.problems, filterset.qs
    found = [] if problems else list(rows.only("slug", "ref", "title"))
    if not found and not problems:
        raise Http404("No such requirement in this law data.")
    form = AddressForm(request.POST or None)
    rests = Resting(tuple(each.slug for each in found))
    if request.method == "POST" and found and ask_for(request, form, rests, from_check=False):
        return redirect("alert-asked")
    context = {"form": form, "requirements": found, "problems": problems, "named": NAMED}
    status = 400 if problems or form.errors else 200
    return render_law(request, "alerts/new.html", law, context, status)


@require_GET
def alert_asked(request: HttpRequest) -> HttpResponse:
    """That a message is on its way; the same for every address."""
    return render_law(request, "alerts/asked.html", plain_day(request), {})


@never_cache
@require_http_methods(["GET", "POST"])
def alert_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What the alert would be about, and the button that begins it."""
    alert = _found(token)
    if alert is None:
        return _gone(request)
    if request.method == "POST" and alert.confirmed_on is None:
        instead = request.POST.get("instead") == "yes"
        alerts.confirm(alert=alert, as_at=clock.today(), instead=instead)
    return _about(request, "alerts/confirm.html", alert, token)


@never_cache
@require_http_methods(["GET", "POST"])
def alert_stop(request: HttpRequest, token: str) -> HttpResponse:
    """The button that ends every alert of the address and deletes it."""
    alert = _found(token)
    if request.method == "POST":
        if alert is not None:
            alerts.stop(alert=alert)
        return render_law(request, "alerts/stopped.html", plain_day(request), {})
    if alert is None:
        return _gone(request)
    return _about(request, "alerts/stop.html", alert, token)


# Exempt from the CSRF token: RFC 8058 has the mail program send this POST itself, without a
# page or a cookie of ours. The signed token in the address, known from the mail alone, admits it,
# and all it can do is end messages.
@csrf_exempt
@never_cache
@require_POST
def alert_stop_at_once(request: HttpRequest, token: str) -> HttpResponse:
    """What a mail program's own "unsubscribe" calls; done twice, it is still done."""
    alert = _found(token)
    if alert is not None:
        alerts.stop(alert=alert)
    return HttpResponse("Stopped. Your address was deleted.\n", content_type="text/plain")


def _found(token: str) -> LawAlert | None:
    """The alert of a link, None where it is no more; 404 for a link that was never ours."""
    try:
        return alerts.find(token, as_at=clock.today())
    except BadSignature:
        raise Http404("No such link.") from None


def _gone(request: HttpRequest) -> HttpResponse:
    return render_law(request, "alerts/gone.html", plain_day(request), {}, 404)


def _about(request: HttpRequest, template: str, alert: LawAlert, token: str) -> HttpResponse:
    """A page that says what an alert is about and, to its holder, that there are others."""
    rows = Requirement.objects.filter(slug__in=alert.requirements).only("slug", "ref", "title")
    context = {
        "alert": alert,
        "token": token,
        "about": alert_mail.about(alert),
        "besides": alert_mail.near_words(alert),
        "requirements": list(rows),
        "others": alerts.others(alert),
    }
    return render_law(request, template, plain_day(request), context)
