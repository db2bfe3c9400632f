"""Meeting sheets, gatherings and joint goals."""

from django.urls import path

from stakeholders.views import gathering_parts, gathering_public, gatherings, joint_goals, meeting_sheets

urlpatterns = [
    # meeting sheets
    path(
        "organisaties/<int:pk>/gespreksbriefje/", meeting_sheets.organisation_meeting_sheet, name="organisation-sheet"
    ),
    path(
        "organisaties/<int:pk>/gespreksbriefje/pdf/",
        meeting_sheets.organisation_sheet_pdf,
        name="organisation-sheet-pdf",
    ),
    path("overleggen/<int:pk>/gespreksbriefje/", meeting_sheets.gathering_meeting_sheet, name="gathering-sheet"),
    path("overleggen/<int:pk>/gespreksbriefje/pdf/", meeting_sheets.gathering_sheet_pdf, name="gathering-sheet-pdf"),
    # /overleggen/
    path("overleggen/", gatherings.gathering_index, name="gatherings"),
    path("overleggen/nieuw/", gatherings.gathering_add, name="gathering-add"),
    path("overleggen/acties/", gatherings.action_index, name="actions"),
    path("overleggen/lijst/<slug:name>/", gatherings.gathering_export, name="gathering-export"),
    path("overleggen/reeksen/", gatherings.series_index, name="series-list"),
    path("overleggen/reeksen/<int:pk>/", gatherings.series_detail, name="series"),
    path("overleggen/reeksen/<int:pk>/wijzigen/", gatherings.series_edit, name="series-edit"),
    path("overleggen/reeksen/<int:pk>/volgende/", gatherings.series_next, name="series-next"),
    path("overleggen/reeksen/<int:pk>/beeindigen/", gatherings.series_end, name="series-end"),
    path("overleggen/reeksen/<int:pk>/hervatten/", gatherings.series_resume, name="series-resume"),
    # /overleggen/<id>/
    path("overleggen/<int:pk>/", gatherings.gathering_detail, name="gathering"),
    path("overleggen/<int:pk>/wijzigen/", gatherings.gathering_edit, name="gathering-edit"),
    path("overleggen/<int:pk>/afzeggen/", gatherings.gathering_cancel, name="gathering-cancel"),
    path("overleggen/<int:pk>/toch-door/", gatherings.gathering_restore, name="gathering-restore"),
    path("overleggen/<int:pk>/agenda.ics", gatherings.gathering_calendar, name="gathering-calendar"),
    path("overleggen/<int:pk>/deelnemers/", gathering_parts.participants, name="gathering-participants"),
    path("overleggen/<int:pk>/uitnodigen/", gathering_parts.invite, name="gathering-invite"),
    path("overleggen/<int:pk>/agenda/", gathering_parts.agenda, name="gathering-agenda"),
    path("overleggen/<int:pk>/verslag/", gathering_parts.held, name="gathering-held"),
    path("overleggen/<int:pk>/acties/nieuw/", gathering_parts.action_add, name="action-add"),
    path("acties/<int:pk>/wijzigen/", gathering_parts.action_edit, name="action-edit"),
    path("acties/<int:pk>/sluiten/", gathering_parts.action_close, name="action-close"),
    path("acties/<int:pk>/heropenen/", gathering_parts.action_reopen, name="action-reopen"),
    path("acties/<int:pk>/vervolg/", gathering_parts.action_follow_up, name="action-follow-up"),
    # /ketendoelen/
    path("ketendoelen/", joint_goals.goal_index, name="goals"),
    path("ketendoelen/nieuw/", joint_goals.goal_add, name="goal-add"),
    path("ketendoelen/lijst/", joint_goals.goal_export, name="goal-export"),
    # /ketendoelen/<id>/
    path("ketendoelen/<int:pk>/", joint_goals.goal_detail, name="goal"),
    path("ketendoelen/<int:pk>/wijzigen/", joint_goals.goal_edit, name="goal-edit"),
    path("ketendoelen/<int:pk>/archiveren/", joint_goals.goal_archive, name="goal-archive"),
    path("ketendoelen/<int:pk>/terugzetten/", joint_goals.goal_restore, name="goal-restore"),
    path("ketendoelen/<int:pk>/maten/nieuw/", joint_goals.measure_add, name="measure-add"),
    path("ketendoelen/maten/<int:pk>/waarde/", joint_goals.progress_add, name="progress-add"),
    path("ketendoelen/<int:pk>/toezeggingen/nieuw/", joint_goals.commitment_add, name="commitment-add"),
    path("ketendoelen/toezeggingen/<int:pk>/", joint_goals.commitment_close, name="commitment-close"),
    path("ketendoelen/<int:pk>/delen/", joint_goals.goal_share, name="goal-share"),
    path("ketendoelen/links/<int:pk>/intrekken/", joint_goals.link_withdraw, name="goal-link-withdraw"),
    # by link, without an account
    path("uitnodiging/<path:token>/", gathering_public.gathering_answer, name="gathering-answer"),
    path("samen/<path:token>/", gathering_public.goal_read, name="goal-read"),
]
