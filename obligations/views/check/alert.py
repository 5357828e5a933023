"""Leave an address under the result of a check; the result is shown again, with what came of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from obligations.forms.alerts import AddressForm
from obligations.views.alerts import ask_for_check
from obligations.views.check.frame import with_answers
from obligations.views.check.result import result
from obligations.views.check.state import Interview
from obligations.views.shared.frame import LawDay


@with_answers
def check_alert(request: HttpRequest, law: LawDay, interview: Interview) -> HttpResponse:
    """Have the address asked; nothing that was told goes with it or is lost."""
    form = AddressForm(request.POST)
    ask_for_check(request, form, interview.determination)
    return result(request, law, interview, alert=form)
