"""URLs of users, access and the audit trail."""

from django.urls import path

from .views import audit, first_run, histories, profile, report, system, users

app_name = "accounts"

urlpatterns = [
    path("mijn-gegevens/", profile.profile, name="profile"),
    path("mijn-gegevens/afwezig/", profile.absence, name="absence"),
    path("tweede-factor/", profile.second_factor, name="second-factor"),
    path("eerste-start/", first_run.first_run, name="first-run"),
    path("beheer/eerste-stappen/", first_run.first_steps, name="first-steps"),
    path("beheer/", system.management, name="management"),
    path("beheer/gebruikers/", users.index, name="users"),
    path("beheer/gebruikers/gebruikers.csv", users.export, name="users-csv"),
    path("beheer/gebruikers/uitnodigen/", users.invite_user, name="user-invite"),
    path("beheer/gebruikers/<int:pk>/", users.detail, name="user"),
    path("beheer/gebruikers/<int:pk>/opnieuw-uitnodigen/", users.resend, name="user-resend"),
    path("beheer/gebruikers/<int:pk>/uitschakelen/", users.switch_off, name="user-deactivate"),
    path("beheer/gebruikers/<int:pk>/inschakelen/", users.switch_on, name="user-reactivate"),
    path("beheer/gebruikers/<int:pk>/tweede-factor-weghalen/", users.take_factor_away, name="user-reset-factor"),
    path("beheer/gebruikers/<int:pk>/afwezig/", users.absence, name="user-absence"),
    path("beheer/wie-mag-wat/", report.who_may_what, name="access-report"),
    path("beheer/wie-mag-wat/wie-mag-wat.csv", report.download, name="access-report-csv"),
    path("beheer/wie-mag-wat/aftekenen/", report.sign, name="access-report-sign"),
    path("beheer/logboek/", audit.index, name="audit-log"),
    path("beheer/geschiedenis/", histories.index, name="histories"),
    path("beheer/geschiedenis/<str:kind>/<str:key>/", histories.detail, name="history"),
    path("beheer/werkt-alles/", system.health, name="system-health"),
    path("beheer/werkt-alles/testmail/", system.send_test_mail, name="system-test-mail"),
]
