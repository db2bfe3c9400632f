"""URLs of asking: questionnaires, waves, and the pages of invited respondents."""

from django.urls import path, re_path

from .views import (
    announcing,
    instrument_versions,
    instruments,
    mailing,
    opting_out,
    preparing,
    respondent,
    waves,
)

app_name = "measurements"

urlpatterns = [
    # /s/: any text is taken as a link, so that malformed and unknown ones go the same way; the form is sent to /s/
    re_path(r"^s/$", respondent.send_form, name="respondent-send"),
    re_path(r"^s/(?P<token>.*)/$", respondent.open_form, name="respondent"),
    # /afmelden/: any text is taken as a link here too
    re_path(r"^afmelden/(?P<token>.*)/$", opting_out.opt_out_page, name="opt-out"),
    # /metingen/vragenlijsten/
    path("metingen/vragenlijsten/", instruments.instrument_list, name="instruments"),
    path("metingen/vragenlijsten/importeren/", instruments.instrument_import, name="instrument-import"),
    path("metingen/vragenlijsten/<int:pk>/", instruments.instrument_detail, name="instrument"),
    path("metingen/vragenlijsten/<int:pk>/bestand/", instruments.instrument_file, name="instrument-file"),
    path(
        "metingen/vragenlijsten/<int:pk>/verschil/", instrument_versions.version_difference, name="instrument-changes"
    ),
    path(
        "metingen/vragenlijsten/<int:pk>/codeboek/", instrument_versions.version_codebook, name="instrument-codebook"
    ),
    path(
        "metingen/vragenlijsten/<int:pk>/talen/<str:language>/bevestigen/",
        instrument_versions.language_confirm,
        name="language-confirm",
    ),
    path(
        "metingen/vragenlijsten/<int:pk>/talen/<str:language>/intrekken/",
        instrument_versions.language_withdraw,
        name="language-withdraw",
    ),
    # /metingen/
    path("metingen/", waves.wave_list, name="waves"),
    path("metingen/nieuw/", preparing.wave_new, name="wave-new"),
    path("metingen/nieuw/<slug:level>/", preparing.wave_new_at, name="wave-new-at"),
    path("metingen/aankondigen/", announcing.announcement_list, name="announcements"),
    path(
        "metingen/<int:pk>/aankondigen/<int:organisation_id>/", announcing.announcement_done, name="announcement-done"
    ),
    # /metingen/<id>/
    path("metingen/<int:pk>/", waves.wave_detail, name="wave"),
    path("metingen/<int:pk>/vragenlijst/", preparing.wave_edit, name="wave-edit"),
    path("metingen/<int:pk>/wie/", preparing.wave_who, name="wave-who"),
    path("metingen/<int:pk>/wie/register/", preparing.wave_who_registry, name="wave-who-registry"),
    path("metingen/<int:pk>/wie/leegmaken/", preparing.wave_who_clear, name="wave-who-clear"),
    path("metingen/<int:pk>/wie/<int:member_id>/weg/", preparing.wave_who_remove, name="wave-who-remove"),
    path("metingen/<int:pk>/teksten/", preparing.wave_texts, name="wave-texts"),
    path("metingen/<int:pk>/proef/", preparing.wave_test, name="wave-test"),
    path("metingen/<int:pk>/terug/", waves.wave_back, name="wave-back"),
    path("metingen/<int:pk>/openen/", waves.wave_open, name="wave-open"),
    path("metingen/<int:pk>/herinneren/", mailing.wave_remind, name="wave-remind"),
    path("metingen/<int:pk>/herinneren/<int:plan_id>/weg/", mailing.reminder_drop, name="reminder-drop"),
    path("metingen/<int:pk>/wie-krijgt-wat/", mailing.wave_audience, name="wave-audience"),
    path("metingen/<int:pk>/onzeker/", mailing.wave_uncertain, name="wave-uncertain"),
    path("metingen/<int:pk>/onbestelbaar/", mailing.wave_returned, name="wave-returned"),
    path("metingen/<int:pk>/woorden/", mailing.wave_words, name="wave-words"),
    path("metingen/<int:pk>/brieven/", mailing.wave_letters, name="wave-letters"),
    path("metingen/<int:pk>/sluiten/", waves.wave_close, name="wave-close"),
    path("metingen/<int:pk>/publiceren/", waves.wave_publish, name="wave-publish"),
    path("metingen/<int:pk>/herhalen/", waves.wave_repeat, name="wave-repeat"),
]
