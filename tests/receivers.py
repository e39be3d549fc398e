"""Real servers on the loopback interface that receive notices: for webhooks, for e-mail, and two that never answer."""

from __future__ import annotations

import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

# A key and its certificate, for localhost and 127.0.0.1.

import trustme

AUTHORITY = trustme.CA()  # nobody outside this process has ever heard of it
CERTIFICATE = AUTHORITY.issue_cert("localhost")


class Receiver(socketserver.ThreadingTCPServer):
    """A server on a free port of 127.0.0.1, for as long as a `with` lasts."""

    daemon_threads = True

    def __init__(self, handler: type[socketserver.BaseRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.port: int = self.server_address[1]
        self.is_over = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.is_over.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that stop waiting are what is tested."""


@dataclass
class Post:
    """A request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


class WebhookReceiver(Receiver):
    """Keeps each post, and answers with `status` and `headers`."""

    def __init__(self) -> None:
        super().__init__(_Webhook)
        self.posts: list[Post] = []
        self.status = 204
        self.headers: dict[str, str] = {}


class _Webhook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, WebhookReceiver)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append(Post(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class names it so)
        """Say nothing."""


@dataclass
class Mail:
    """A message as it arrived, and what the connection had become by then."""

    sender: str
    to: list[str] = field(default_factory=list)
    content: bytes = b""
    is_encrypted: bool = False
    login: str = ""


class MailReceiver(Receiver):
    """A mail server (RFC 5321) that keeps each message.

    `answers` replaces its answer to what begins with a key; at "" it hangs up.
    """

    def __init__(self) -> None:
        super().__init__(_MailServer)
        self.mails: list[Mail] = []
        self.answers: dict[str, str] = {}
        self.has_tls = False


class _MailServer(socketserver.StreamRequestHandler):
    kept: ClassVar[dict[str, Callable[[Mail, str], None]]] = {
        "AUTH": lambda mail, rest: setattr(mail, "login", rest),
        "MAIL": lambda mail, rest: setattr(mail, "sender", rest),
        "RCPT": lambda mail, rest: mail.to.append(rest),
    }

    def handle(self) -> None:
        assert isinstance(self.server, MailReceiver)
        mail = Mail("")
        self.say("220 mail.example.org")
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            verb = verb.upper()
            said = f"{verb} {rest}"
            answer = next((text for begin, text in self.server.answers.items() if said.startswith(begin)), None)
            if answer is not None:
                if not answer:
                    return
                self.say(answer)
            elif verb == "EHLO":
                self.say("250-mail.example.org\r\n250-AUTH PLAIN")
                if self.server.has_tls and not mail.is_encrypted:
                    self.say("250-STARTTLS")
                self.say("250 8BITMIME")
            elif verb == "STARTTLS":
                self.say("220 go on")
                self.encrypt()
                mail = Mail("", is_encrypted=True)
            elif verb in self.kept:
                self.kept[verb](mail, rest)
                self.say("235 welcome" if verb == "AUTH" else "250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                mail.content = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.mails.append(mail)
                self.say("250 taken")
            else:
                self.say("221 bye" if verb == "QUIT" else "250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def encrypt(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        CERTIFICATE.configure_cert(context)
        self.request = context.wrap_socket(self.request, server_side=True)
        self.rfile = self.request.makefile("rb")
        self.wfile = self.request.makefile("wb", buffering=0)

    def finish(self) -> None:
        super().finish()
        self.request.close()


class SilentReceiver(Receiver):
    """Takes connections and says nothing."""

    def __init__(self) -> None:
        super().__init__(_Silent)


class _Silent(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Receiver)
        self.server.is_over.wait(20)


class DrippingReceiver(Receiver):
    """Takes connections and answers with `beginning` and then one byte at a time, without end."""

    def __init__(self, beginning: bytes) -> None:
        super().__init__(_Dripping)
        self.beginning = beginning


class _Dripping(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, DrippingReceiver)
        self.request.sendall(self.server.beginning)
        while not self.server.is_over.wait(0.05):
            self.request.sendall(b"x")
