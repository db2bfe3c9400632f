"""The page of an empty installation: make the administrator, then say what to do first."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.exceptions import AlreadyStarted
from accounts.forms import FirstAdministratorForm
from accounts.models import User
from accounts.services import create_first_administrator
from core.access import public, requires

from . import origin_of


def waits_for_administrator() -> bool:
    """Whether this installation is empty and may be started in the browser (a machine of one's own, see settings)."""
    return settings.FIRST_RUN_PAGE and not User.objects.exists()


@public
def first_run(request: HttpRequest) -> HttpResponse:
    """Make the first administrator; once there is a user this page only leads to signing in."""
    if not waits_for_administrator():
        return redirect("account_login")
    form = FirstAdministratorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        fields = {key: form.cleaned_data[key] for key in ("email", "name", "password")}
        language = (get_language() or "nl")[:2]
        try:
            create_first_administrator(**fields, language=language, at=timezone.now(), origin=origin_of(request))
        except AlreadyStarted:
            return redirect("account_login")
        except ValidationError as error:
            form.add_error("password", error.messages)
        else:
            messages.success(request, _("Your account is made. Sign in with it."))
            return redirect(f"{reverse('account_login')}?next={reverse('accounts:first-steps')}")
    return render(request, "accounts/first_run.html", {"form": form}, status=422 if form.errors else 200)


@requires("accounts.manage_users")
def first_steps(request: HttpRequest) -> HttpResponse:
    """What an administrator does first."""
    return render(request, "accounts/first_steps.html")
