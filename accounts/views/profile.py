"""A person's own page: name, language, mail, absence; and setting up the second factor."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.forms import ProfileForm
from accounts.services import update_profile
from core.access import before_second_factor, lacks_second_factor, signed_in
from core.periods import local_date

from . import acting_user
from .users import absence_page


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """See and change what one decides oneself."""
    user = acting_user(request)
    initial = {"name": user.name, "language": user.language, "mail_choice": user.mail_choice}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        update_profile(user=user, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, _("Saved."))
        response = redirect("accounts:profile")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", httponly=True)
        return response
    today = local_date(timezone.now())
    context = {
        "form": form,
        "absence": user.absences.filter(ends_on__gte=today).select_related("deputy").first(),
        "has_own_password": settings.PASSWORD_SIGN_IN,
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@signed_in
def absence(request: HttpRequest) -> HttpResponse:
    """Say when one is away and who stands in."""
    return absence_page(request, acting_user(request), back="accounts:profile")


@signed_in
@before_second_factor
def second_factor(request: HttpRequest) -> HttpResponse:
    """Explain the second factor and lead to setting one up."""
    return render(request, "accounts/second_factor.html", {"still_needed": lacks_second_factor(request.user)})
