"""The administrator's pages: who is here, invite, roles, switch off and on, absence."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import get_user_for
from accounts.exceptions import AddressTaken, LastAdministrator, NotYourself, SignedInBefore
from accounts.filters import UserFilter
from accounts.forms import AbsenceForm, InvitationForm, RolesForm
from accounts.models import User
from accounts.queries import user_header, user_rows, users_with_roles
from accounts.services import (
    audit,
    change_roles,
    deactivate,
    invite,
    reactivate,
    resend_invitation,
    reset_second_factor,
    set_absence,
)
from accounts.tables import UserTable
from core.access import requires
from core.listing import RequestConfig
from core.periods import local_date
from core.tables import stream_csv

from . import acting_user, origin_of

_manages_users = requires("accounts.manage_users")


@_manages_users
def index(request: HttpRequest) -> HttpResponse:
    """Search, filter and sort the users."""
    found = UserFilter(request.GET, queryset=users_with_roles())
    table = UserTable(found.qs)
    RequestConfig(request, paginate={"per_page": 25, "silent": True}).configure(table)
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "accounts/users.html", {"filter": found, "table": table, "query": query.urlencode()})


@_manages_users
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is shown, filter and order included, as CSV (`vorm=excel`: for Excel)."""
    query = request.GET.copy()
    for_excel = query.pop("vorm", ["csv"])[-1] == "excel"
    table = UserTable(UserFilter(query, queryset=users_with_roles()).qs)
    RequestConfig(request, paginate=False).configure(table)
    audit(
        action="export",
        at=timezone.now(),
        actor=acting_user(request),
        subject=_("Users"),
        origin=origin_of(request),
    )
    response = StreamingHttpResponse(
        stream_csv(user_header(), user_rows(table.data.data), for_excel=for_excel),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="gebruikers.csv"'
    return response


@_manages_users
def invite_user(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the mail goes out at once."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = invite(**form.cleaned_data, by=acting_user(request), at=timezone.now(), origin=origin_of(request))
        except AddressTaken:
            form.add_error("email", _("Somebody has this e-mail address already."))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s gets a mail with a link to set a password.") % {"name": user.name})
            return redirect("accounts:user", pk=user.pk)
    return render(request, "accounts/user_invite.html", {"form": form}, status=422 if form.errors else 200)


@_manages_users
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One user: roles, state, absence and history."""
    person = get_user_for(request.user, pk)
    form = RolesForm(request.POST if request.method == "POST" else None, initial={"role_names": person.role_names})
    if form.is_valid():
        try:
            change_roles(
                user=person,
                role_names=form.cleaned_data["role_names"],
                by=acting_user(request),
                at=timezone.now(),
                origin=origin_of(request),
            )
        except LastAdministrator:
            form.add_error("role_names", _last_administrator())
        else:
            messages.success(request, _("The roles of %(name)s are saved.") % {"name": person.name})
            return redirect("accounts:user", pk=pk)
    return render(request, "accounts/user.html", _user_context(person, form), status=422 if form.errors else 200)


def _last_administrator() -> str:
    # A function, so that the text is in the language of the moment.
    return _("This is the last administrator. Make somebody else administrator first.")


def _user_context(person: User, form: RolesForm) -> dict[str, Any]:
    from accounts.models import AuditEntry

    today = local_date(timezone.now())
    return {
        "person": person,
        "form": form,
        "has_factor": is_mfa_enabled(person),
        "waits_for_password": not person.has_usable_password() and person.is_active,
        "absence": person.absences.filter(ends_on__gte=today).select_related("deputy").first(),
        "acts": AuditEntry.objects.filter(reference=f"accounts.User:{person.pk}")
        .exclude(action__in=[AuditEntry.Action.SIGN_IN, AuditEntry.Action.SIGN_OUT])
        .select_related("actor")[:20],
    }


@_manages_users
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the invitation again."""
    person = get_user_for(request.user, pk)
    try:
        resend_invitation(user=person, by=acting_user(request), at=timezone.now(), origin=origin_of(request))
    except SignedInBefore:
        messages.warning(
            request, _("%(name)s has set a password already, or is switched off.") % {"name": person.name}
        )
    else:
        messages.success(request, _("The invitation is on its way again."))
    return redirect("accounts:user", pk=pk)


@_manages_users
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first, then shut somebody out at once."""
    person = get_user_for(request.user, pk)
    if request.method == "POST":
        try:
            deactivate(user=person, by=acting_user(request), at=timezone.now(), origin=origin_of(request))
        except LastAdministrator:
            messages.error(request, _last_administrator())
        except NotYourself:
            messages.error(request, _("You cannot switch yourself off. Ask another administrator."))
        else:
            messages.success(request, _("%(name)s is switched off and signed out everywhere.") % {"name": person.name})
        return redirect("accounts:user", pk=pk)
    return render(request, "accounts/user_deactivate.html", {"person": person})


@_manages_users
@require_POST
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody in again."""
    person = get_user_for(request.user, pk)
    reactivate(user=person, by=acting_user(request), at=timezone.now(), origin=origin_of(request))
    messages.success(request, _("%(name)s can sign in again.") % {"name": person.name})
    return redirect("accounts:user", pk=pk)


@_manages_users
@require_POST
def take_factor_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Help somebody who lost the second factor and the recovery codes."""
    person = get_user_for(request.user, pk)
    reset_second_factor(user=person, by=acting_user(request), at=timezone.now(), origin=origin_of(request))
    messages.success(request, _("%(name)s sets up a new second factor at the next sign-in.") % {"name": person.name})
    return redirect("accounts:user", pk=pk)


@_manages_users
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Set when somebody is away and who stands in."""
    return absence_page(request, get_user_for(request.user, pk), back="accounts:user")


def absence_page(request: HttpRequest, person: User, *, back: str) -> HttpResponse:
    """The form of one person's absence, used by the administrator and by the person."""
    now = timezone.now()
    known = person.absences.filter(ends_on__gte=local_date(now)).first()
    destination = redirect(back, pk=person.pk) if back == "accounts:user" else redirect(back)
    if request.method == "POST" and "remove" in request.POST:
        set_absence(
            user=person,
            deputy=None,
            starts_on=local_date(now),
            ends_on=local_date(now),
            by=acting_user(request),
            at=now,
        )
        messages.success(request, _("The absence is taken away."))
        return destination
    form = AbsenceForm(
        request.POST if request.method == "POST" else None, user=person, initial=AbsenceForm.initial_of(known)
    )
    if form.is_valid():
        set_absence(user=person, **form.cleaned_data, by=acting_user(request), at=now, origin=origin_of(request))
        messages.success(request, _("The absence is saved."))
        return destination
    context = {"form": form, "person": person, "known": known, "back_url": destination.url}
    return render(request, "accounts/absence.html", context, status=422 if form.errors else 200)
