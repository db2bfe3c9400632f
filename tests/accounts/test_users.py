"""Inviting, roles, switching off; never without an administrator."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.exceptions import AddressTaken, LastAdministrator, NotYourself, SignedInBefore, UnknownRole
from accounts.models import AuditEntry, Membership, User
from accounts.services import change_roles, deactivate, invite, reactivate, resend_invitation
from core.history import event_model
from core.mail import send_due
from core.mail.outbox import list_messages, read_message
from core.models import OutgoingMail
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

NEW = {"email": "Nieuw@ind.example", "name": "Nienke Nieuw", "language": "nl"}


@pytest.fixture(autouse=True)
def outbox(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "core.mail.backends.FileOutboxBackend"


def test_an_invited_person_sets_a_password_through_the_mailed_link(client, administrator, now):
    user = invite(**NEW, role_names=["reader"], by=administrator, at=now)
    send_due(at=now)

    stored = OutgoingMail.objects.get()
    assert "[[invite_link]]" in stored.text
    text = read_message(list_messages()[0].name).text
    path = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", text).group(1)

    form = client.get(path, follow=True)
    done = client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()

    assert done.status_code == 302
    assert f'href="{reverse("account_login")}"' in client.get(done.url).text
    assert user.email == "nieuw@ind.example"
    assert user.check_password(PASSWORD)
    assert user.role_names == ["reader"]


def test_a_link_works_once(client, administrator, now):
    user = invite(**NEW, role_names=[], by=administrator, at=now)
    from accounts.invitations import invite_link

    path = "/" + invite_link(str(user.pk)).split("/", 3)[3]
    user.set_password(PASSWORD)
    user.save()

    page = client.get(path, follow=True)
    assert 'name="password1"' not in page.text


def test_an_address_that_is_taken_is_refused(administrator, reader, now):
    with pytest.raises(AddressTaken):
        invite(email=reader.email.upper(), name="X", language="nl", role_names=[], by=administrator, at=now)


def test_a_bad_address_or_role_is_refused(administrator, now):
    with pytest.raises(ValidationError):
        invite(email="no address", name="X", language="nl", role_names=[], by=administrator, at=now)
    with pytest.raises(UnknownRole):
        invite(**NEW, role_names=["emperor"], by=administrator, at=now)


def test_an_invitation_is_not_sent_again_to_somebody_with_a_password(administrator, reader, now):
    with pytest.raises(SignedInBefore):
        resend_invitation(user=reader, by=administrator, at=now)


def test_changed_roles_are_recorded_by_the_database_and_in_the_log(administrator, reader, now):
    change_roles(user=reader, role_names=["manager"], by=administrator, at=now)

    assert User.objects.get(pk=reader.pk).role_names == ["manager"]
    entry = AuditEntry.objects.get(action="roles")
    assert (entry.actor, entry.reference) == (administrator, f"accounts.User:{reader.pk}")
    events = event_model("accounts.Membership").objects.filter(user_id=reader.pk).order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "delete", "insert"]
    assert Membership.objects.filter(user=reader).count() == 1


def test_the_last_administrator_keeps_the_role_and_stays_active(administrator, make_user, now):
    with pytest.raises(LastAdministrator):
        change_roles(user=administrator, role_names=[], by=administrator, at=now)
    with pytest.raises(LastAdministrator):
        deactivate(user=administrator, by=make_user("reader"), at=now)

    make_user("administrator", is_active=False)
    with pytest.raises(LastAdministrator):
        change_roles(user=administrator, role_names=["reader"], by=administrator, at=now)

    second = make_user("administrator")
    deactivate(user=administrator, by=second, at=now)
    assert not User.objects.get(pk=administrator.pk).is_active


def test_nobody_switches_themselves_off(administrator, make_user, now):
    make_user("administrator")
    with pytest.raises(NotYourself):
        deactivate(user=administrator, by=administrator, at=now)


def test_somebody_let_in_again_has_the_old_roles(administrator, reader, now):
    deactivate(user=reader, by=administrator, at=now)
    reactivate(user=reader, by=administrator, at=now)
    user = User.objects.get(pk=reader.pk)
    assert user.is_active
    assert user.role_names == ["reader"]


def test_a_lost_second_factor_is_taken_away_and_sessions_end(client, client_as, administrator, reader):
    client.post(reverse("account_login"), {"login": reader.email, "password": PASSWORD})
    assert client.get("/").status_code == 200
    Authenticator.objects.create(user=reader, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "tweede-factor-weghalen" in client_as(administrator).get(reverse("accounts:user", args=[reader.pk])).text

    client_as(administrator).post(reverse("accounts:user-reset-factor", args=[reader.pk]))

    assert not Authenticator.objects.filter(user=reader).exists()
    assert client.get("/").status_code == 302
    assert AuditEntry.objects.filter(action="second_factor", actor=administrator).exists()


def test_is_superuser_opens_nothing(make_user):
    user = make_user(is_superuser=True)
    assert not user.has_perm("accounts.manage_users")


class TestPages:
    def test_the_administrator_invites_in_the_browser(self, client_as):
        client = client_as("administrator")
        response = client.post(reverse("accounts:user-invite"), {**NEW, "role_names": ["manager", "reader"]})
        user = User.objects.get(email="nieuw@ind.example")
        assert response.url == reverse("accounts:user", args=[user.pk])
        assert sorted(user.role_names) == ["manager", "reader"]

    def test_a_refused_invitation_says_why(self, client_as, reader):
        response = client_as("administrator").post(
            reverse("accounts:user-invite"), {"name": "X", "email": reader.email, "language": "nl"}
        )
        assert response.status_code == 422
        assert response.context["form"].errors["email"]

    def test_the_list_searches_filters_and_sorts(self, client_as, make_user):
        make_user("manager", name="Zoë Zoeker")
        make_user("reader", name="Abel Anders", is_active=False)
        client = client_as("administrator")
        url = reverse("accounts:users")

        def names(**query):
            return [row.record.name for row in client.get(url, query).context["table"].rows]

        assert names(q="zoë") == ["Zoë Zoeker"]
        assert names(active="0") == ["Abel Anders"]
        assert names(role="manager") == ["Zoë Zoeker"]
        assert names(sort="-name")[0] == "Zoë Zoeker"

    def test_roles_change_and_the_last_administrator_gets_a_clear_refusal(self, client_as, administrator, reader):
        client = client_as(administrator)
        client.post(reverse("accounts:user", args=[reader.pk]), {"role_names": ["manager"]})
        assert User.objects.get(pk=reader.pk).role_names == ["manager"]

        refused = client.post(reverse("accounts:user", args=[administrator.pk]), {"role_names": []})
        assert refused.status_code == 422

    def test_switching_off_asks_first(self, client_as, reader):
        client = client_as("administrator")
        url = reverse("accounts:user-deactivate", args=[reader.pk])
        assert client.get(url).status_code == 200
        assert User.objects.get(pk=reader.pk).is_active
        client.post(url)
        assert not User.objects.get(pk=reader.pk).is_active
        client.post(reverse("accounts:user-reactivate", args=[reader.pk]))
        assert User.objects.get(pk=reader.pk).is_active

    def test_a_user_page_shows_history_and_nothing_for_an_unknown_number(self, client_as, reader):
        client = client_as("administrator")
        assert '<details class="ind-history"' in client.get(reverse("accounts:user", args=[reader.pk])).text
        assert client.get(reverse("accounts:user", args=[999999])).status_code == 404

    def test_absence_with_a_deputy_is_set_and_taken_away(self, client_as, reader, manager):
        client = client_as(reader)
        url = reverse("accounts:absence")
        wrong = {"starts_on": "2099-02-10", "ends_on": "2099-02-01", "deputy": manager.pk}
        assert client.post(url, wrong).status_code == 422
        client.post(url, {**wrong, "ends_on": "2099-02-20"})
        assert reader.absences.get().deputy == manager
        client.post(url, {"remove": "1"})
        assert not reader.absences.exists()

    def test_nobody_is_their_own_deputy(self, client_as, reader):
        data = {"starts_on": "2099-02-10", "ends_on": "2099-02-11", "deputy": reader.pk}
        assert client_as(reader).post(reverse("accounts:absence"), data).status_code == 422

    def test_people_change_their_own_name_language_and_mail(self, client_as, reader):
        data = {"name": "Lies Nieuw", "language": "en", "mail_choice": "urgent"}
        response = client_as(reader).post(reverse("accounts:profile"), data)
        reader.refresh_from_db()
        assert response.status_code == 302
        assert (reader.name, reader.language, reader.mail_choice) == ("Lies Nieuw", "en", "urgent")


class TestTheListAsAFile:
    def rows(self, client, **query):
        response = client.get(reverse("accounts:users-csv"), query)
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/csv")
        return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    def test_it_holds_what_the_page_shows(self, client_as, administrator, make_user):
        make_user("manager", name="Zeno", email="zeno@ind.example")
        make_user("reader", name="=1+1", email="formule@ind.example", is_active=False)
        client = client_as(administrator)
        everybody = self.rows(client)
        assert len(everybody) == 1 + User.objects.count()
        assert "Naam" in everybody[0]
        assert any(line.startswith("Zeno,zeno@ind.example,Manager") for line in everybody)
        assert any(line.startswith("'=1+1,") for line in everybody)

    def test_the_filter_and_the_order_hold_for_the_file_too(self, client_as, administrator, make_user):
        for name in ("Anna", "zeno", "Bram"):
            make_user("manager", name=name)
        client = client_as(administrator)
        assert [line.split(",")[0] for line in self.rows(client, role="manager")[1:]] == ["Anna", "Bram", "zeno"]
        assert [line.split(",")[0] for line in self.rows(client, role="manager", sort="-name")[1:]] == [
            "zeno",
            "Bram",
            "Anna",
        ]
        assert self.rows(client, active="0")[1:] == []
        assert ";" in self.rows(client, vorm="excel")[0]

    def test_whoever_takes_it_along_is_logged(self, client_as, administrator):
        self.rows(client_as(administrator))
        assert (
            AuditEntry.objects.filter(action="export", actor=administrator, origin="accounts:users-csv").count() == 1
        )

    def test_the_page_links_to_the_file_with_its_filter(self, client_as, administrator):
        page = client_as(administrator).get(reverse("accounts:users"), {"role": "manager", "page": "1"})
        assert f"{reverse('accounts:users-csv')}?role=manager&amp;vorm=csv" in page.text

    @pytest.mark.parametrize("role", ["privacy_officer", "manager", "communications"])
    def test_nobody_else_gets_it(self, client_as, role):
        assert client_as(role).get(reverse("accounts:users-csv")).status_code == 403
