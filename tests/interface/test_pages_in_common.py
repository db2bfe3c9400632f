"""Error pages, headers, language, and what the base templates put on every page."""

import re

import pytest
from django.test import Client


def html_of(response):
    return response.content.decode()


def test_a_page_that_does_not_exist_says_what_to_do(client_as):
    response = client_as("communications").get("/bestaat-niet/")
    assert response.status_code == 404
    assert 'href="/"' in html_of(response)
    assert html_of(response).count("<h1>") == 1


def test_a_form_open_too_long_is_told_apart_from_a_refusal(communications):
    client = Client(enforce_csrf_checks=True)
    client.force_login(communications)
    response = client.post("/ongedaan-maken/", headers={"accept-language": "en"})
    assert response.status_code == 403
    assert "This form was open too long" in html_of(response)


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_last_resort_pages_need_nothing(name, django_assert_num_queries):
    from django.template.loader import render_to_string

    with django_assert_num_queries(0):
        html = render_to_string(name)
    assert "<h1>" in html
    assert 'lang="en"' in html


test_the_last_resort_pages_need_nothing = pytest.mark.django_db(test_the_last_resort_pages_need_nothing)


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline(db):
    policy = Client().get("/privacy/").headers["Content-Security-Policy"]
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    assert directives["default-src"] == ["'self'"]
    assert directives["script-src"] == ["'self'"]
    assert directives["style-src"] == ["'self'"]
    assert directives["img-src"] == ["'self'", "data:", "blob:"]
    assert directives["frame-ancestors"] == ["'none'"]
    assert directives["object-src"] == ["'none'"]
    assert directives["base-uri"] == ["'none'"]
    assert directives["form-action"] == ["'self'"]
    assert "unsafe" not in policy
    assert "http:" not in policy


def test_the_headers_a_government_site_is_held_to(db):
    headers = Client().get("/privacy/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "camera=()" in headers["Permissions-Policy"]


def test_every_page_links_the_statements_and_the_other_language(client_as):
    for client, path in ((Client(), "/privacy/"), (client_as("communications"), "/")):
        html = html_of(client.get(path))
        assert 'href="/toegankelijkheid/"' in html
        assert 'href="/privacy/"' in html
        assert 'lang="en">English</button>' in html


def test_the_language_is_switched_by_post_and_stays(client_as):
    client = client_as("communications")
    assert '<html lang="nl"' in html_of(client.get("/"))
    client.post("/taal/setlang/", {"language": "en", "next": "/"})
    html = html_of(client.get("/"))
    assert '<html lang="en"' in html
    assert "Nederlands</button>" in html


def test_the_title_names_the_page_and_the_agency(db, settings):
    settings.AGENCY_NAME = "Dienst Voorbeeld"
    title = re.search(r"<title>(.*?)</title>", html_of(Client().get("/privacy/")), re.S).group(1)
    assert title == "Privacy – Dienst Voorbeeld"


def test_a_theme_is_one_more_stylesheet_after_the_tokens(db, settings):
    settings.THEME = "rijk"
    html = html_of(Client().get("/privacy/"))
    assert html.index("nlds/tokens.css") < html.index("themes/rijk.css") < html.index("app.css")


def test_the_demo_says_so_on_every_page(db, settings):
    settings.DEMO = False
    assert "app-demo" not in html_of(Client().get("/privacy/"))
    settings.DEMO = True
    assert "app-demo" in html_of(Client().get("/privacy/"))


def test_nobody_is_offered_a_menu_before_signing_in(db):
    assert "app-nav__list" not in html_of(Client().get("/account/login/"))


def test_no_page_of_the_house_carries_script_or_style_of_its_own(client_as):
    for path in ("/", "/privacy/", "/account/password/change/", "/account/2fa/"):
        html = html_of(client_as("communications").get(path))
        assert "<style" not in html
        assert " style=" not in html
        assert not re.search(r"<script(?![^>]*(?:src=|application/json))", html)
        assert not re.search(r'\son[a-z]+="', html)
