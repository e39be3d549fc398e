"""What every `Notifier` promises, told to real servers on the loopback interface."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from fakes import FakeClock, FakeNotifier
from making import NOW
from receivers import AUTHORITY, DrippingReceiver, Mail, MailReceiver, SilentReceiver, WebhookReceiver

from feedsvc.errors import NotifyError
from feedsvc.model import Notice
from feedsvc.notifiers.email import EmailNotifier
from feedsvc.notifiers.log import LogNotifier
from feedsvc.notifiers.several import Several
from feedsvc.notifiers.webhook import WebhookNotifier
from feedsvc.ports import Notifier

SITE = "https://feeds.example.org"
HELD = Notice(
    source="bulletin",
    state="held",
    since=datetime(2020, 7, 15, 17, 15, tzinfo=UTC),
    readings=3,
    message="bulletin.txt: 6 of 9 items are gone, “Señal” among them",
)
NOTICES = [HELD, replace(HELD, state="unreachable", readings=1), replace(HELD, state="recovered", source="noticias")]
SECRET = "T0hunter2"
PATIENCE = 0.4  # seconds that a notifier waits for a server that hangs
BOUND = 4.0  # and ten times that, for slow machines


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of these tests are on this machine, whatever stands between it and the web."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def webhooks() -> Iterator[WebhookReceiver]:
    """A server that takes posts."""
    with WebhookReceiver() as receiver:
        yield receiver


@pytest.fixture
def mails() -> Iterator[MailReceiver]:
    """A server that takes mail."""
    with MailReceiver() as receiver:
        yield receiver


def webhook_at(port: int, path: str = f"/{SECRET}") -> WebhookNotifier:
    """Return a notifier for a port of this machine, with a secret in its address."""
    return WebhookNotifier(f"http://127.0.0.1:{port}{path}", SITE)


def email_at(port: int, host: str = "127.0.0.1") -> EmailNotifier:
    """Return a notifier for a port of this machine, to two people."""
    to = ("desk@example.org", "it@example.org")
    return EmailNotifier(host, port, "feeds@example.org", to, SITE, FakeClock(NOW))


def with_login(notifier: EmailNotifier, password: str = SECRET) -> EmailNotifier:
    """Return a notifier that gives a name and a password."""
    return replace(notifier, username="feeds", password=password)


def read(mail: Mail) -> EmailMessage:
    """Return a received message as a mail program reads it."""
    return message_from_bytes(mail.content, policy=policy.default)


def text_of(mail: Mail) -> str:
    """Return what a person sees of a received message."""
    message = read(mail)
    return f"{message['Subject']}\n{message.get_content()}"


@dataclass
class Way:
    """One way of telling, what has arrived by it as text, and how many a notice is told to."""

    notifier: Notifier
    arrived: Callable[[], list[str]]
    receivers: int = 1


@pytest.fixture(params=["fake", "log", "webhook", "email", "several"])
def way(
    request: pytest.FixtureRequest,
    webhooks: WebhookReceiver,
    mails: MailReceiver,
    caplog: pytest.LogCaptureFixture,
) -> Way:
    """Each implementation, with everything it tells to at hand."""
    fake = FakeNotifier()

    def posted() -> list[str]:
        return ["{source} {message}".format(**json.loads(post.body)) for post in webhooks.posts]

    def mailed() -> list[str]:
        return [text_of(mail) for mail in mails.mails]

    webhook, email = webhook_at(webhooks.port), email_at(mails.port)
    match request.param:
        case "fake":
            return Way(fake, lambda: [f"{notice.source} {notice.message}" for notice in fake.notices])
        case "log":
            return Way(LogNotifier(), lambda: caplog.messages)
        case "webhook":
            return Way(webhook, posted)
        case "email":
            return Way(email, mailed)
        case _:
            return Way(Several(webhook, email), lambda: posted() + mailed(), receivers=2)


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.state)
def test_a_notice_arrives(way: Way, notice: Notice) -> None:
    """Each receiver gets a notice of any state once, with the name of the source and what was seen."""
    way.notifier.notify(notice)
    assert len(way.arrived()) == way.receivers
    for text in way.arrived():
        assert notice.source in text
        assert notice.message in text


def test_notices_are_told_each_time(way: Way) -> None:
    """What was delivered may be told again: whether it should is decided elsewhere."""
    for notice in (HELD, NOTICES[2], HELD):
        way.notifier.notify(notice)
    assert len(way.arrived()) == 3 * way.receivers


# --- what fails --------------------------------------------------------------------------------------------------


def refused_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize("make", [webhook_at, lambda port: with_login(email_at(port))], ids=["webhook", "email"])
def test_nobody_listens(make: Callable[[int], Notifier]) -> None:
    """A refused connection is a NotifyError that names the server and no secret, and nothing is attached to it."""
    port = refused_port()
    with pytest.raises(NotifyError, match=rf"127\.0\.0\.1:{port}: .*Connection refused") as caught:
        make(port).notify(HELD)
    assert SECRET not in str(caught.value)
    assert caught.value.__suppress_context__
    assert caught.value.exit_code == 1


@pytest.mark.parametrize("make", [webhook_at, email_at], ids=["webhook", "email"])
@pytest.mark.parametrize("hang", ["silent", "dripping"])
def test_a_server_that_hangs(make: Callable[[int], WebhookNotifier | EmailNotifier], hang: str) -> None:
    """One that never answers, or adds a byte now and then for ever, is given the time of a notice in all."""
    beginning = b"HTTP/1.1 200 OK\r\nX: " if make is webhook_at else b"220 "
    with ExitStack() as stack:
        receiver = stack.enter_context(SilentReceiver() if hang == "silent" else DrippingReceiver(beginning))
        started = time.monotonic()
        with pytest.raises(NotifyError, match=rf"127\.0\.0\.1:{receiver.port}: no answer within 0\.4 seconds"):
            replace(make(receiver.port), timeout=PATIENCE).notify(HELD)
        assert time.monotonic() - started < BOUND


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 404, 410, 429, 500, 503])
def test_a_webhook_that_does_not_take_it(webhooks: WebhookReceiver, status: int) -> None:
    """Any answer but a success is a NotifyError that names the status; a redirect is not followed."""
    webhooks.status = status
    webhooks.headers = {"Location": "/elsewhere", "Content-Length": "0"}
    with pytest.raises(
        NotifyError, match=rf"^webhook http://127\.0\.0\.1:{webhooks.port}: answered {status} "
    ) as caught:
        webhook_at(webhooks.port).notify(HELD)
    assert SECRET not in str(caught.value)
    assert [post.path for post in webhooks.posts] == [f"/{SECRET}"]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_a_webhook_that_takes_it(webhooks: WebhookReceiver, status: int) -> None:
    """Every success will do, and a body without end is not waited for."""
    webhooks.status = status
    webhooks.headers = {} if status == 204 else {"Content-Length": "1000000000"}
    webhook_at(webhooks.port).notify(HELD)
    assert len(webhooks.posts) == 1


def test_a_webhook_that_speaks_something_else() -> None:
    """An answer that is no HTTP is a NotifyError without the address."""
    with (
        DrippingReceiver(b"220 mail.example.org\r\n\r\n") as receiver,
        pytest.raises(NotifyError, match=r"could not be sent \(RemoteProtocolError\)") as caught,
    ):
        webhook_at(receiver.port).notify(HELD)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["ftp://127.0.0.1/T0hunter2", "http://127.0.0.1:T0hunter2/", "http://[::1/T0hunter2"]
)
def test_an_address_that_is_none(address: str) -> None:
    """Whatever the address, the failure is a NotifyError and holds nothing of its path."""
    with pytest.raises(NotifyError) as caught:
        WebhookNotifier(address, SITE).notify(HELD)
    assert "/" + SECRET not in str(caught.value)


REFUSALS = [
    ({"EHLO": "550 go away", "HELO": "550 go away"}, "the message is refused (550)"),
    ({"MAIL": "550 who?"}, "the sender feeds@example.org is refused (550)"),
    ({"RCPT": "550 who?"}, "every address is refused (desk@example.org, it@example.org)"),
    ({"DATA": "554 no"}, "the message is refused (554)"),
    ({"MAIL": ""}, "Connection unexpectedly closed"),
    ({"AUTH": f"535 not {SECRET}"}, "the name and password are refused (535)"),
]


@pytest.mark.parametrize(
    ("answers", "reason"), REFUSALS, ids=["hello", "sender", "recipients", "data", "hangs_up", "login"]
)
def test_a_mail_server_that_refuses(mails: MailReceiver, answers: dict[str, str], reason: str) -> None:
    """What a mail server refuses is said, and nothing that it says itself: it may repeat a secret."""
    mails.answers = answers
    with pytest.raises(NotifyError) as caught:
        with_login(email_at(mails.port)).notify(HELD)
    assert str(caught.value) == f"mail server 127.0.0.1:{mails.port}: {reason}"
    assert caught.value.__suppress_context__
    assert not mails.mails


def test_a_password_that_no_server_takes(mails: MailReceiver) -> None:
    """A password that the protocol cannot carry is a NotifyError that does not show it."""
    with pytest.raises(NotifyError, match="holds a character that it does not take") as caught:
        with_login(email_at(mails.port), "ñT0hunter2").notify(HELD)
    assert SECRET not in str(caught.value)


def test_one_address_is_refused(mails: MailReceiver, caplog: pytest.LogCaptureFixture) -> None:
    """Who else can be told is told once, and the log names the address that was refused."""
    mails.answers = {"RCPT TO:<it@": "550 who?"}
    email_at(mails.port).notify(HELD)
    assert [mail.to for mail in mails.mails] == [["TO:<desk@example.org>"]]
    assert caplog.messages == [f"mail server 127.0.0.1:{mails.port} took the notice, but not for it@example.org"]


@pytest.mark.parametrize("answer", ["500 never", ""], ids=["refuses", "hangs_up"])
def test_a_mail_server_without_manners(mails: MailReceiver, answer: str) -> None:
    """A message that was taken has arrived, whatever is said at good-bye."""
    mails.answers = {"QUIT": answer}
    email_at(mails.port).notify(HELD)
    assert len(mails.mails) == 1


# --- what arrives ------------------------------------------------------------------------------------------------


def test_json(webhooks: WebhookReceiver) -> None:
    """The post is JSON with exactly the keys that are promised, from a client that says what it is."""
    webhook_at(webhooks.port, f"/{SECRET}?key=a%20b").notify(HELD)
    (post,) = webhooks.posts
    assert post.path == f"/{SECRET}?key=a%20b"
    assert (post.headers["content-type"], post.headers["user-agent"]) == ("application/json", "feedsvc")
    assert json.loads(post.body) == {
        "source": "bulletin",
        "state": "held",
        "since": "2020-07-15T17:15:00Z",
        "readings": 3,
        "message": HELD.message,
        "site": SITE,
    }


def test_message(mails: MailReceiver) -> None:
    """The message has the headers that a mail program and an automatic reply need, and goes to everybody at once."""
    email_at(mails.port).notify(HELD)
    (mail,) = mails.mails
    message = read(mail)
    assert (message["From"], message["To"]) == ("feeds@example.org", "desk@example.org, it@example.org")
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert SITE in message.get_content()
    assert mail.to == ["TO:<desk@example.org>", "TO:<it@example.org>"]
    assert not mail.login


def test_message_id(mails: MailReceiver) -> None:
    """A notice told twice has one Message-ID, also after another reading; any other notice has another."""
    again = replace(HELD, readings=4, message="bulletin.txt: 7 of 9 items are gone")
    others = [
        replace(HELD, state="recovered"),
        replace(HELD, source="noticias"),
        replace(HELD, since=HELD.since.replace(hour=18)),
    ]
    for notice in (HELD, again, *others):
        email_at(mails.port).notify(notice)
    first, second, *rest = (read(mail)["Message-ID"] for mail in mails.mails)
    assert first == second
    assert first.endswith("@example.org>")
    assert len({first, *rest}) == 4


def test_no_header_is_injected(mails: MailReceiver) -> None:
    """Line breaks in a notice stay inside its text."""
    email_at(mails.port).notify(replace(HELD, source="a\r\nBcc: all@example.org", message="b\r\n.\r\nQUIT"))
    (mail,) = mails.mails
    assert read(mail)["Bcc"] is None
    assert read(mail)["Subject"] == 'On hold: the bulletin "a Bcc: all@example.org" is not published'
    assert "feedsvc, for" in text_of(mail)


def test_login(mails: MailReceiver) -> None:
    """The name and the password are given when they are configured."""
    with_login(email_at(mails.port)).notify(HELD)
    (mail,) = mails.mails
    assert mail.login == "PLAIN AGZlZWRzAFQwaHVudGVyMg=="  # RFC 4616: NUL, name, NUL, password


# --- encryption --------------------------------------------------------------------------------------------------


def test_starttls(mails: MailReceiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a certificate that this machine trusts, name, password and message go over an encrypted connection."""
    mails.has_tls = True
    with AUTHORITY.cert_pem.tempfile() as trusted:
        monkeypatch.setenv("SSL_CERT_FILE", trusted)
        with_login(replace(email_at(mails.port, "localhost"), starttls=True)).notify(HELD)
    (mail,) = mails.mails
    assert mail.is_encrypted
    assert mail.login


@pytest.mark.parametrize("has_tls", [True, False], ids=["not_trusted", "not_offered"])
def test_starttls_that_protects_nothing(mails: MailReceiver, *, has_tls: bool) -> None:
    """A certificate that nobody vouches for, or no encryption at all, is a NotifyError, and nothing was said before."""
    mails.has_tls = has_tls
    with pytest.raises(NotifyError, match=rf":{mails.port}: .*({'certificate' if has_tls else 'STARTTLS'})"):
        with_login(replace(email_at(mails.port), starttls=True)).notify(HELD)
    assert not mails.mails


# --- secrets -----------------------------------------------------------------------------------------------------


def test_secrets_stay_secret(webhooks: WebhookReceiver, mails: MailReceiver, caplog: pytest.LogCaptureFixture) -> None:
    """No representation shows the webhook's path or the password, nor does any log, were it to say everything."""
    notifiers = (webhook_at(webhooks.port), with_login(email_at(mails.port)))
    with caplog.at_level(logging.DEBUG):
        for notifier in notifiers:
            notifier.notify(HELD)
    assert webhooks.posts[0].path.endswith(SECRET)
    assert SECRET not in f"{notifiers!r}{caplog.text}"


# --- the log, and several ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.state)
def test_log(caplog: pytest.LogCaptureFixture, notice: Notice) -> None:
    """A notice is one line, and a warning even when it is good news: less is not printed under cron."""
    LogNotifier().notify(replace(notice, message="one\ntwo"))
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage().endswith("(one two)")


def test_several_try_all(webhooks: WebhookReceiver) -> None:
    """One that fails keeps no other from telling; the error names each that failed and no other."""
    webhooks.status = 500
    port, fake = refused_port(), FakeNotifier()
    with pytest.raises(NotifyError) as caught:
        Several(webhook_at(webhooks.port), fake, email_at(port)).notify(HELD)
    assert fake.notices == [HELD]
    first, second = str(caught.value).split("; ")
    assert first == f"webhook http://127.0.0.1:{webhooks.port}: answered 500 instead of 200"
    assert second.startswith(f"mail server 127.0.0.1:{port}: ")


def test_several_tell_nobody_twice(webhooks: WebhookReceiver) -> None:
    """A notice that is tried again, with one more reading, goes only to those that it had not reached."""
    fake, webhooks.status = FakeNotifier(), 500
    several = Several(fake, webhook_at(webhooks.port))
    with pytest.raises(NotifyError):
        several.notify(HELD)
    webhooks.status = 204
    several.notify(replace(HELD, readings=4))
    assert len(fake.notices) == 1
    assert len(webhooks.posts) == 2
    several.notify(HELD)
    assert len(fake.notices) == 2


@pytest.mark.parametrize(
    "other",
    [replace(HELD, state="recovered"), replace(HELD, since=NOW), replace(HELD, source="noticias")],
    ids=["state", "since", "source"],
)
def test_several_tell_what_is_another_notice(webhooks: WebhookReceiver, other: Notice) -> None:
    """A failure of one notice keeps nobody from hearing of another."""
    fake, webhooks.status = FakeNotifier(), 500
    several = Several(fake, webhook_at(webhooks.port))
    for notice in (HELD, other):
        with pytest.raises(NotifyError):
            several.notify(notice)
    assert fake.notices == [HELD, other]


def test_an_error_of_the_program_is_not_hidden() -> None:
    """What is no failure of delivery comes through as it is."""

    class Broken:
        def notify(self, notice: Notice) -> None:
            raise KeyError(notice.source)

    with pytest.raises(KeyError):
        Several(Broken()).notify(HELD)
