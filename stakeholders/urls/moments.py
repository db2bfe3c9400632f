"""Contact moments, their files, the contact rhythm and incoming mail."""

from django.urls import path

from stakeholders.views import mail_in, moment_files, moments, rhythm

urlpatterns = [
    # /contactmomenten/
    path("contactmomenten/", moments.moment_list, name="moments"),
    path("contactmomenten/export/", moments.moment_export, name="moment-export"),
    path("contactmomenten/nieuw/", moments.moment_add, name="moment-add"),
    path("contactmomenten/met-wie/", moments.moment_begin, name="moment-begin"),
    path("contactmomenten/agenda/", moment_files.calendar_upload, name="calendar-upload"),
    # /contactmomenten/<id>/
    path("contactmomenten/<int:pk>/", moments.moment_detail, name="moment"),
    path("contactmomenten/<int:pk>/wijzigen/", moments.moment_edit, name="moment-edit"),
    path("contactmomenten/<int:pk>/archiveren/", moments.moment_archive, name="moment-archive"),
    path("contactmomenten/<int:pk>/terugzetten/", moments.moment_restore, name="moment-restore"),
    path("contactmomenten/<int:pk>/vervolg/<slug:name>/", moments.moment_follow_up, name="moment-follow-up"),
    path("contactmomenten/<int:pk>/bijlagen/nieuw/", moment_files.attachment_add, name="attachment-add"),
    path("contactmomenten/<int:pk>/agenda.ics", moment_files.moment_calendar, name="moment-calendar"),
    # /bijlagen/<id>/
    path("bijlagen/<int:pk>/", moment_files.attachment_download, name="attachment"),
    path("bijlagen/<int:pk>/verwijderen/", moment_files.attachment_remove, name="attachment-remove"),
    # rhythm
    path("organisaties/<int:pk>/contactritme/", rhythm.rhythm_edit, name="rhythm"),
    path("organisaties/contactritme/", rhythm.rhythm_kinds, name="rhythm-kinds"),
    # /post-in/
    path("post-in/", mail_in.mail_list, name="mail-in"),
    path("post-in/uploaden/", mail_in.mail_upload, name="mail-upload"),
    path("post-in/<int:pk>/", mail_in.mail_sort, name="mail-sort"),
    path("post-in/<int:pk>/opzij/", mail_in.mail_set_aside, name="mail-set-aside"),
]
