"""The staff pages: the list, the page of a signal, decide and tell, and everything that is refused there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import OutgoingMail
from core.registry import digest_sources, home_sources, search_kinds, timeline_sources
from core.search.finding import find
from feedback.models import Decision, Giver, Signal, SignalState, Telling
from feedback.services.receive import GiverData, add_giver
from feedback.services.work import merge_signal, publish_signal
from stakeholders.models import Domain, Organisation

pytestmark = pytest.mark.django_db
SEEN = re.compile(r'name="seen" value="([0-9a-f]+)"')


@pytest.fixture
def staff(client_as, communications):
    return client_as(communications)


@pytest.fixture
def fresh(make_signal):
    """A signal of today."""
    return lambda **fields: make_signal(at=timezone.now(), **fields)


def url(name, *args):
    return reverse(f"feedback:{name}", args=args)


def body(response):
    return response.content.decode()


GETS = ["signal", "decide", "describe", "publish", "giver-add"]
POSTS = ["take", "assign", "move-on", "merge", "unmerge", "close", "reopen", "call-back"]


@pytest.mark.parametrize("name", GETS)
def test_a_page_about_an_unknown_signal_is_not_found(staff, name):
    assert staff.get(url(name, 1)).status_code == 404
    assert staff.get(url(name, 10**30)).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_actions_refuse_get_and_unknown_signals(staff, fresh, name):
    assert staff.get(url(name, fresh().pk)).status_code == 405
    assert staff.post(url(name, 1)).status_code == 404


@pytest.mark.parametrize("role", ["manager", "researcher", "administrator", "privacy_officer", "reader"])
def test_other_roles_are_refused(client_as, fresh, role):
    client = client_as(role)
    signal = fresh()
    for name in GETS:
        assert client.get(url(name, signal.pk)).status_code == 403
    for name in POSTS:
        assert client.post(url(name, signal.pk)).status_code == 403
    assert client.get(url("signals")).status_code == 403


def test_a_programme_manager_reads_and_does_not_work(client_as, fresh):
    client = client_as("programme_manager")
    signal = fresh()
    page = body(client.get(url("signal", signal.pk)))
    assert "/besluit/" not in page
    assert client.post(url("take", signal.pk)).status_code == 403
    assert client.get(url("signals")).status_code == 200


def test_an_account_manager_works_and_does_not_publish(client_as, fresh):
    client = client_as("account_manager")
    signal = fresh()
    assert client.post(url("take", signal.pk)).status_code == 302
    assert client.get(url("publish", signal.pk)).status_code == 403


def test_the_list_is_empty_at_first_and_says_what_to_do(staff):
    page = staff.get(url("signals"))
    assert page.context["is_empty"]
    assert url("enter") in body(page)


def test_what_is_late_stands_first_and_says_so_in_words(staff, fresh, make_signal):
    fresh(title="Van vandaag")
    make_signal(at=timezone.now() - timedelta(days=40), title="Van lang geleden")
    page = body(staff.get(url("signals")))
    assert page.index("Van lang geleden") < page.index("Van vandaag")
    assert page.count("ind-status--negative") == 1
    late = staff.get(url("signals"), {"late": "on"})
    assert [row.record.title for row in late.context["table"].rows] == ["Van lang geleden"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"q": "brief"}, {"De brief"}),
        ({"q": "Gever 2"}, {"Het loket"}),
        ({"kind": "complaint"}, {"Het loket"}),
        ({"owner": "mine"}, {"De brief"}),
        ({"owner": "nobody"}, {"Het loket"}),
        ({"word": "new"}, {"De brief", "Het loket"}),
        ({"word": "closed"}, set()),
        ({"q": "niets hiervan"}, set()),
    ],
)
def test_searching_and_filtering(staff, fresh, communications, query, titles):
    fresh(title="De brief", owner=communications)
    fresh(title="Het loket", kind="complaint")
    table = staff.get(url("signals"), query).context["table"]
    assert {row.record.title for row in table.rows} == titles


def test_the_list_is_by_page_and_costs_the_same_for_one_and_for_thirty(staff, fresh, django_assert_max_num_queries):
    fresh()
    with django_assert_max_num_queries(22) as one:
        staff.get(url("signals"))
    for _ in range(29):
        fresh()
    with django_assert_max_num_queries(len(one)):
        page = staff.get(url("signals"))
    assert page.context["table"].paginator.num_pages == 2
    assert staff.get(url("signals"), {"page": "999"}).status_code == 200


def test_several_signals_are_assigned_at_once_and_it_can_be_undone(staff, fresh, communications, account_manager):
    first, second = fresh(owner=communications), fresh()
    page = staff.post(
        url("assign-several"), {"signal": [first.pk, second.pk], "owner": account_manager.pk}, follow=True
    )
    assert Signal.objects.filter(owner=account_manager).count() == 2
    token = re.search(r'name="token" value="([^"]+)"', body(page)).group(1)
    staff.post(reverse("undo"), {"token": token})
    assert Signal.objects.get(pk=first.pk).owner == communications
    assert Signal.objects.get(pk=second.pk).owner is None


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 40], ["12"]])
def test_assigning_nothing_changes_nothing(staff, chosen):
    assert staff.post(url("assign-several"), {"signal": chosen}, follow=True).status_code == 200


def test_a_signal_cannot_be_given_to_somebody_who_does_not_work_on_signals(staff, fresh, researcher):
    signal = fresh()
    staff.post(url("assign", signal.pk), {"owner": researcher.pk})
    assert Signal.objects.get().owner is None


def test_decide_and_tell_in_three_requests(staff, fresh, communications):
    signal = fresh()
    assert staff.get(url("decide", signal.pk)).status_code == 200
    form = {"extent": "adopted", "when": "maart 2027", "reason": "U hebt gelijk.", "words": "Dank u wel!"}
    shown = staff.post(url("decide", signal.pk), {**form, "action": "preview"})
    assert "gever1@example.org" in body(shown)
    assert "U hebt gelijk." in body(shown)
    assert not Decision.objects.exists()
    seen = SEEN.search(body(shown)).group(1)
    done = staff.post(url("decide", signal.pk), {**form, "action": "tell", "seen": seen}, follow=True)
    assert done.redirect_chain[-1][0] == url("signal", signal.pk)
    decision = Decision.objects.get()
    assert (str(decision.effective_on), decision.is_month) == ("2027-03-01", True)
    mail = OutgoingMail.objects.get(mailing__kind="feedback.told")
    assert "Dank u wel!" in mail.text
    assert mail.text.count("[[follow_link]]") == 1
    assert Signal.objects.get().owner == communications
    assert url("call-back", signal.pk) in body(done)


def test_nothing_is_sent_that_was_not_shown(staff, fresh):
    signal = fresh()
    form = {"extent": "not", "reason": "Geen plaats."}
    seen = SEEN.search(body(staff.post(url("decide", signal.pk), {**form, "action": "preview"}))).group(1)
    changed = staff.post(url("decide", signal.pk), {**form, "reason": "Anders.", "action": "tell", "seen": seen})
    assert changed.context["was_changed"]
    assert not Decision.objects.exists()
    add_giver(signal, giver=GiverData(name="Later", email="later@example.org"), at=timezone.now())
    staff.post(url("decide", signal.pk), {**form, "action": "tell", "seen": seen})
    staff.post(url("decide", signal.pk), {**form, "action": "tell"})
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"extent": "not"}, "reason"),
        ({"reason": "Omdat."}, "extent"),
        ({"extent": "partly", "reason": "Omdat.", "when": "03-2027"}, "part"),
        ({"extent": "adopted", "reason": "Omdat."}, "when"),
        ({"extent": "adopted", "reason": "Omdat.", "when": "binnenkort"}, "when"),
        ({"extent": "adopted", "reason": "Omdat.", "when": "31-02-2027"}, "when"),
    ],
)
def test_an_incomplete_decision_gets_a_message_at_the_field(staff, fresh, form, field):
    page = staff.post(url("decide", fresh().pk), {**form, "action": "preview"})
    assert list(page.context["form"].errors) == [field]
    assert not Decision.objects.exists()


def test_two_colleagues_who_decide_at_once_tell_once(staff, fresh, tell):
    signal = fresh()
    form = {"extent": "not", "reason": "Geen plaats."}
    seen = SEEN.search(body(staff.post(url("decide", signal.pk), {**form, "action": "preview"}))).group(1)
    tell(signal, at=timezone.now())
    page = staff.post(url("decide", signal.pk), {**form, "action": "tell", "seen": seen})
    assert page.status_code == 302
    assert Decision.objects.count() == 1


def test_calling_back_and_telling_by_hand(staff, fresh, only_giver):
    signal = fresh()
    form = {"extent": "not", "reason": "Geen plaats."}
    seen = SEEN.search(body(staff.post(url("decide", signal.pk), {**form, "action": "preview"}))).group(1)
    staff.post(url("decide", signal.pk), {**form, "action": "tell", "seen": seen})
    staff.post(url("call-back", signal.pk))
    giver = only_giver(signal)
    tell_url = url("giver-tell", signal.pk, giver.pk)
    assert tell_url in body(staff.get(url("signal", signal.pk)))
    assert staff.get(tell_url).status_code == 200
    assert "note" in staff.post(tell_url, {"channel": "letter"}).context["form"].errors
    assert "channel" in staff.post(tell_url, {"channel": "duif"}).context["form"].errors
    staff.post(tell_url, {"channel": "conversation", "note": "Gebeld met de gever."})
    assert Signal.objects.get().state == "told"
    assert staff.get(tell_url).status_code == 302
    staff.post(url("close", signal.pk))
    assert Signal.objects.get().state == "closed"
    staff.post(url("reopen", signal.pk), {"note": ""})
    assert Signal.objects.get().state == "closed"
    staff.post(url("reopen", signal.pk), {"note": "Het gaat nog mis."})
    assert Signal.objects.get().state == "examining"


def test_closing_an_untold_signal_is_refused_in_words(staff, fresh):
    signal = fresh()
    page = staff.post(url("close", signal.pk), follow=True)
    assert "utrecht-alert--error" in body(page)
    assert Signal.objects.get().state == "confirmed"


def test_a_giver_of_another_signal_is_not_found(staff, fresh, tell, only_giver):
    first, second = fresh(), fresh()
    tell(first, at=timezone.now(), send=False)
    assert staff.get(url("giver-tell", first.pk, only_giver(second).pk)).status_code == 404


def test_joining_similar_signals_and_taking_them_apart(staff, fresh):
    first = fresh(title="Bel op een vast moment terug")
    second = fresh(title="Bel op een vast moment terug graag")
    page = staff.get(url("signal", second.pk))
    assert [signal.pk for signal in page.context["similar"]] == [first.pk]
    staff.post(url("merge", second.pk), {"into": first.pk})
    assert Signal.objects.get(pk=second.pk).merged_into == first
    assert "/losmaken/" in body(staff.get(url("signal", second.pk)))
    assert staff.get(url("decide", second.pk))["Location"] == url("decide", first.pk)
    staff.post(url("unmerge", second.pk))
    assert Signal.objects.get(pk=second.pk).merged_into is None


@pytest.mark.parametrize("target", ["", "x", "12", "9" * 40])
def test_joining_to_nothing_is_not_found(staff, fresh, target):
    assert staff.post(url("merge", fresh().pk), {"into": target}).status_code == 404


def test_a_signal_is_not_joined_to_itself(staff, fresh):
    signal = fresh()
    staff.post(url("merge", signal.pk), {"into": signal.pk})
    assert Signal.objects.get().merged_into is None


def test_entering_a_signal_for_a_caller(staff, communications):
    form = {
        "source": "call", "kind": "question", "question_sort": "complex",
        "text": "Wanneer komt de uitleg? V-nummer 1234567890",
        "giver_name": "Sam", "giver_phone": "een nummer", "language": "nl",
        "received_on": timezone.localdate().isoformat(),
    }  # fmt: skip
    response = staff.post(url("enter"), form)
    assert response.status_code == 302
    signal = Signal.objects.get()
    assert (signal.owner, signal.state, signal.masked_numbers) == (communications, "confirmed", 1)
    assert Giver.objects.get().phone == "een nummer"
    future = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "received_on" in staff.post(url("enter"), {**form, "received_on": future}).context["form"].errors
    assert "giver_email" in staff.post(url("enter"), {**form, "giver_email": "x"}).context["form"].errors


def test_waiting_for_the_giver_stops_the_clock_on_the_page(staff, fresh):
    signal = fresh()
    staff.post(url("move-on", signal.pk), {"to": "awaiting_giver", "note": "Welke brief?"})
    assert Signal.objects.get().paused_on == timezone.localdate()
    staff.post(url("move-on", signal.pk), {"to": "told"})
    staff.post(url("move-on", signal.pk), {"to": "planned", "planned_on": "geen dag"})
    assert Signal.objects.get().state == "awaiting_giver"


def test_only_an_edited_text_is_published_never_the_words_of_the_giver(staff, client_as, fresh):
    signal = fresh(text="Mijn eigen woorden, heel herkenbaar.")
    public = client_as(None)
    assert "app-empty" in body(public.get("/gezegd-gedaan/"))
    assert "said" in staff.post(url("publish", signal.pk), {"done": "Gedaan."}).context["form"].errors
    staff.post(url("publish", signal.pk), {"said": "Bel terug.", "done": "Dat doen wij."})
    page = body(public.get("/gezegd-gedaan/"))
    assert "Dat doen wij." in page
    assert "herkenbaar" not in page
    staff.post(url("publish", signal.pk), {"do": "unpublish"})
    assert "Dat doen wij." not in body(public.get("/gezegd-gedaan/"))


def test_the_public_page_filters_by_year_and_domain_and_is_by_page(client_as, make_signal):
    domain = Domain.objects.order_by("order").first()
    for number in range(12):
        signal = make_signal(domain_id=domain.pk if number == 0 else None)
        publish_signal(signal, said=f"Gezegd {number}", done="Gedaan", by=None, at=timezone.now())
    public = client_as(None)
    assert public.get("/gezegd-gedaan/").context["page"].paginator.num_pages == 2
    assert [s.public_said for s in public.get("/gezegd-gedaan/", {"domein": domain.code}).context["page"]] == [
        "Gezegd 0"
    ]
    for query in ({"jaar": "1999"}, {"jaar": "x"}, {"domein": "'"}, {"page": "x"}):
        assert public.get("/gezegd-gedaan/", query).status_code == 200


def test_the_home_page_the_morning_mail_and_the_search_show_what_waits(fresh, make_signal, communications):
    now = timezone.now()
    late = make_signal(at=now - timedelta(days=40), title="Te laat", owner=communications)
    fresh(title="Vandaag")
    items = home_sources["feedback:signals"].find(communications, now)
    assert [(item.title, item.tone) for item in items] == [("Te laat", "negative"), ("Vandaag", "warning")]
    assert [item.title for item in digest_sources["feedback:signals"].find(communications, now)] == ["Te laat"]
    (answer,) = find(words="laat", kinds=[search_kinds["signal"]], limit=5)
    assert [hit.object_id for hit in answer.found] == [late.pk]


def test_a_signal_stands_on_the_timeline_of_its_organisation(make_signal):
    organisation = Organisation.objects.create(name="Voorbeeldorganisatie")
    signal = make_signal(giver=GiverData(name="Sam", organisation_id=organisation.pk))
    entries = timeline_sources["feedback:signals"].find(organisation)
    assert [entry[2] for entry in entries] == [url("signal", signal.pk)]


def test_the_page_of_a_signal_shows_the_whole_story(staff, fresh, tell, communications):
    signal, other = fresh(), fresh()
    merge_signal(other, into=signal, by=communications, at=timezone.now())
    tell(signal, at=timezone.now())
    page = staff.get(url("signal", signal.pk))
    assert len(page.context["givers"]) == 2
    assert len(page.context["story"]) == 5
    assert Telling.objects.filter(told_at__isnull=False).count() == 2
    assert staff.get(url("signal", other.pk)).status_code == 200


def test_a_note_with_a_zero_byte_is_kept_without_it(client_as, make_signal, tell):
    signal = make_signal()
    tell(signal)
    client = client_as("communications")
    client.raise_request_exception = False
    assert client.post(f"/signalen/{signal.pk}/heropenen/", {"note": "nog\0 iets"}).status_code == 302
    assert SignalState.objects.filter(signal=signal, note="nog iets").exists()
