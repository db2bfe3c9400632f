"""Pages of the loop, for the browser."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from feedback.queries import giver_statuses
from feedback.services.inbox import open_inbox
from feedback.services.receive import GiverData, Words, give_signal, register_signal
from feedback.services.telling import DecisionData, decide_and_tell
from feedback.services.work import publish_signal
from tests.browser.pages import Page


def _signal(**fields):
    words = Words(kind="suggestion", text="Bel terug op een vast moment. Nu wachten wij de hele dag.", **fields)
    giver = GiverData(name="Noor de Vries", email="noor@example.org")
    return register_signal(words=words, source="mail", giver=giver, at=timezone.now())


def _page(name):
    return lambda user: reverse(f"feedback:{name}", args=[_signal().pk])


def _list(user):
    for number in range(3):
        _signal(title=f"Signaal {number}")
    return reverse("feedback:signals")


def _followed(user):
    now = timezone.now()
    words = Words(kind="complaint", text="De brief was niet te begrijpen.")
    receipt = give_signal(words=words, giver=None, nonce="n", at=now - timedelta(days=2))
    open_inbox(at=now)
    from feedback.models import Signal

    signal = Signal.objects.get(is_anonymous=True)
    data = DecisionData(extent="not", reason="De brief is door de wet bepaald.")
    giver = giver_statuses(signal)[0].giver
    decide_and_tell(signal, data=data, messages={giver.pk: "Dank u wel."}, by=user_of_demo(), at=now)
    return reverse("feedback-public:follow", args=[receipt.code])


def user_of_demo():
    """Somebody who decides."""
    from tests.browser.people import user_with

    return user_with("communications")


def _published(user):
    signal = _signal()
    publish_signal(signal, said="Bel terug op een vast moment.", done="Dat doen wij nu.", by=None, at=timezone.now())
    return reverse("feedback-public:said-done")


PAGES = [
    Page("feedback-give", lambda user: reverse("feedback-public:give")),
    Page("feedback-ask-code", lambda user: reverse("feedback-public:ask-code")),
    Page("feedback-code-unknown", lambda user: "/volg/0000-0000-0000-0000/", status=404),
    Page("feedback-follow", _followed),
    Page("feedback-said-done", _published),
    Page("feedback-said-done-empty", lambda user: reverse("feedback-public:said-done")),
    Page("feedback-signals", _list, role="communications"),
    Page("feedback-signals-empty", lambda user: reverse("feedback:signals"), role="communications"),
    Page("feedback-enter", lambda user: reverse("feedback:enter"), role="communications"),
    Page("feedback-signal", _page("signal"), role="communications"),
    Page("feedback-decide", _page("decide"), role="communications"),
    Page("feedback-describe", _page("describe"), role="communications"),
    Page("feedback-publish", _page("publish"), role="communications"),
    Page("feedback-giver-add", _page("giver-add"), role="communications"),
]
