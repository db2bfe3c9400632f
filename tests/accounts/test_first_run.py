"""An empty installation: who comes first on one's own machine is administrator; on a server a command does it."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

FORM = {"name": "Eva Eerste", "email": "Eva@ind.example", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture(autouse=True)
def own_machine(settings):
    settings.FIRST_RUN_PAGE = True


def test_an_empty_installation_leads_to_the_first_page_and_then_to_what_to_do_first(client):
    page = client.get("/", follow=True)
    assert page.request["PATH_INFO"] == reverse("accounts:first-run")

    made = client.post(reverse("accounts:first-run"), FORM)
    assert made.url.endswith(f"?next={reverse('accounts:first-steps')}")
    user = User.objects.get()
    assert (user.email, user.role_names) == ("eva@ind.example", ["administrator"])

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.get(reverse("accounts:first-steps")).status_code == 200


def test_with_a_user_the_first_page_makes_nobody(client, reader):
    assert client.post(reverse("accounts:first-run"), FORM).url == reverse("account_login")
    assert User.objects.count() == 1


def test_on_a_server_the_first_page_makes_nobody(client, settings):
    settings.FIRST_RUN_PAGE = False
    assert client.post(reverse("accounts:first-run"), FORM).url == reverse("account_login")
    assert client.get(reverse("account_login")).status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("password", "kort"), ("again", "something else entirely"), ("email", "no address"), ("name", "")],
)
def test_wrong_input_is_refused_with_the_reason(client, field, value):
    data = {**FORM, field: value}
    if field == "password":
        data["again"] = value
    response = client.post(reverse("accounts:first-run"), data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not User.objects.exists()


def test_the_command_makes_the_first_administrator_once_and_prints_the_link(client, capsys):
    call_command("create_administrator", "eva@ind.example", "Eva Eerste")
    link = capsys.readouterr().out.strip()
    assert "/account/password/reset/key/" in link
    assert User.objects.get().role_names == ["administrator"]
    with pytest.raises(CommandError, match="already"):
        call_command("create_administrator", "other@ind.example", "Other")
