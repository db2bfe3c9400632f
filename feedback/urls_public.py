"""Addresses for people outside; they stand on posters and in letters and never change."""

from django.urls import path

from .views import public

app_name = "feedback-public"

urlpatterns = [
    path("signaal/", public.give, name="give"),
    path("volg/", public.ask_code, name="ask-code"),
    # Whatever stands there is looked up, also what cannot be a code.
    path("volg/<path:code>/", public.follow_signal, name="follow"),
    path("gezegd-gedaan/", public.said_done, name="said-done"),
]
