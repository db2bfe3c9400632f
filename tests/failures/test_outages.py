"""What people notice when a server is gone, in a real installation: a plain page, no waiting, and nothing lost."""

import re

import pytest

from tests.architecture.urls import all_urls
from tests.failures.conftest import Visitor
from tests.measurements.asking import GOOD_FIRST, GOOD_LAST

CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")
# What needs no database: it stays up.
STAYS = {"healthz-live", "feedback-public:ask-code", "security-txt"}


def answer_survey(visitor, token):
    """From the link to the thanks."""
    assert visitor.get(f"/s/{token}/").status_code == 200
    assert visitor.post("/s/", actie="verder", **GOOD_FIRST).status_code == 200
    assert "Tweede bladzijde" in visitor.page.text
    page = visitor.post("/s/", actie="verstuur", **GOOD_LAST)
    assert page.status_code == 200
    assert "Dank voor uw antwoorden" in page.text


def give_signal(visitor, **fields):
    """From the form to the page that follows it; returns the code."""
    assert visitor.get("/signaal/").status_code == 200
    page = visitor.post("/signaal/", kind="suggestion", text="Stuur brieven in gewone taal.", **fields)
    assert page.status_code == 200, page.text
    code = CODE.search(page.text).group(0)
    assert visitor.get(f"/volg/{code}/").status_code == 200
    assert "ontvangen" in visitor.page.text.lower()
    return code


def work(visitor, known):
    """Sign in, look around, start background work; returns the address of the job."""
    assert visitor.sign_in(known).status_code == 200
    assert visitor.page.url == f"{visitor.origin}/"
    for path in ("/", "/organisaties/", "/signalen/", "/mijn-gegevens/"):
        assert visitor.get(path).status_code == 200, path
    visitor.get("/organisaties/")
    page = visitor.post("/organisaties/export/")
    assert page.status_code == 200, page.url
    assert "/taken/" in page.url
    return page.url.removeprefix(visitor.origin)


def ask_for_password(visitor, known):
    """A mail that is queued at once, not held."""
    visitor.get("/account/password/reset/")
    assert visitor.post("/account/password/reset/", email=known["email"]).status_code == 200


def state_of(installation, path):
    number = path.strip("/").split("/")[1]
    return installation.query(f"SELECT state FROM core_job WHERE id = '{number}'")[0][0]


def all_alive(installation):
    """No process died of the failure of another (`./run` would have stopped everything)."""
    return [name for name, child in installation.children.items() if child.died] == []


def is_plain_page(page):
    return "Even niet bereikbaar" in page.text and 'lang="nl"' in page.text and int(page.headers["Retry-After"]) > 0


def test_without_postgres_every_page_is_a_plain_503_and_all_recovers_without_a_restart(whole, visitor):
    assert visitor.sign_in(whole.known).url == f"{whole.origin}/", visitor.page.text
    token = whole.known["tokens"][0]
    paths = {url.name: url.path for url in all_urls()} | {"survey": f"/s/{token}/"}
    sent = len(whole.mails())

    whole.stop("postgres")
    wrong = []
    for name, path in sorted(paths.items()):
        page = visitor.get(path, allow_redirects=False)
        if page.status_code == 503 and (name == "healthz-ready" or is_plain_page(page)):
            continue
        # What is refused before anything is looked up: an address or method that does not exist.
        if (name in STAYS and page.status_code == 200) or page.status_code in (404, 405):
            continue
        wrong.append((name, path, page.status_code))
    assert wrong == []
    stranger = Visitor(whole.origin)
    for path in ("/account/login/", "/signaal/", f"/s/{token}/", "/volg/AAAA-BBBB-CCCC-DDDD/"):
        page = stranger.get(path)
        assert page.status_code == 503, path
        assert is_plain_page(page), path
        assert "Traceback" not in page.text
    assert stranger.post("/s/", sleutel=token, actie="verstuur", **GOOD_FIRST).status_code == 503
    web = whole.children["web"].process.pid

    whole.start("postgres")
    for path in ("/mijn-gegevens/", "/", f"/s/{token}/", "/signaal/", "/organisaties/", "/healthz/ready"):
        assert visitor.get(path).status_code == 200, path
    answer_survey(Visitor(whole.origin), token)
    ask_for_password(Visitor(whole.origin), whole.known)
    whole.wait_for("the mail", lambda: len(whole.mails()) > sent)
    assert whole.children["web"].process.pid == web
    assert all_alive(whole)


@pytest.mark.parametrize(
    ("number", "gone", "is_frozen"),
    [(1, ("valkey",), False), (2, ("valkey",), True), (3, ("worker", "beat"), False)],
    ids=["no Valkey", "a Valkey that does not answer", "no worker and beat"],
)
def test_people_notice_nothing_and_everything_is_done_when_they_are_back(whole, visitor, number, gone, is_frozen):
    sent = len(whole.mails())
    answers = whole.query("SELECT count(*) FROM measurements_sealedanswer")[0][0]
    for name in reversed(gone):
        whole.freeze(name) if is_frozen else whole.stop(name)

    answer_survey(Visitor(whole.origin), whole.known["tokens"][number])
    giver = f"gever{number}@example.org"
    code = give_signal(Visitor(whole.origin), who="mail", email=giver, name="Noor")
    job = work(visitor, whole.known)
    ask_for_password(Visitor(whole.origin), whole.known)
    assert visitor.get(job).status_code == 200
    assert visitor.get("/healthz/ready").status_code == 200
    assert state_of(whole, job) == "waiting"
    assert len(whole.mails()) == sent
    assert whole.query("SELECT count(*) FROM measurements_sealedanswer")[0][0] == answers + 1

    for name in gone:
        whole.thaw(name) if is_frozen else whole.start(name)
    whole.wait_for("the work", lambda: state_of(whole, job) == "done")
    whole.wait_for("both mails", lambda: len(whole.mails()) >= sent + 2)
    new = whole.mails()[sent:]
    assert code in next(text for address, text in new if giver in address)
    assert any(whole.known["email"] in address and "/account/password/reset/" in text for address, text in new)
    assert len(new) == len(set(new))
    assert all_alive(whole)
