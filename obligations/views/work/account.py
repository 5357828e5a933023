"""A person's name and which messages they get; the rest of an account is allauth's."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from obligations.actions import accounts
from obligations.forms.work import MessagesForm
from obligations.views.shared.current_provider import person, render_work, workplace

SAID = ("name", "work_by_mail", "dates_by_mail")


@login_required
def account_messages(request: HttpRequest) -> HttpResponse:
    """What colleagues call the person, and of what the person is written to."""
    who = person(request)
    form = MessagesForm(request.POST or None, initial={each: getattr(who, each) for each in SAID})
    if form.done(accounts.choose, by=who):
        messages.success(request, "Saved.")
        return redirect("account-messages")
    status = 400 if form.errors else 200
    return render_work(
        request, "work/account_messages.html", workplace(request), {"form": form}, status=status
    )
