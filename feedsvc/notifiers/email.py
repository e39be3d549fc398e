"""Telling people: a notice as an e-mail, handed to a mail server."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from feedsvc.deadline import within
from feedsvc.errors import NotifyError
from feedsvc.notifiers.words import in_words

if TYPE_CHECKING:
    from feedsvc.model import Notice
    from feedsvc.ports import Clock

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EmailNotifier:
    """A `Notifier` that writes to people through the mail server at `host` and `port`.

    `sender` and `to` are addresses alone, without names. With `starttls` the connection is encrypted and the server's
    certificate checked before anything is said. `timeout` is the seconds that a delivery may take in all.
    """

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    site: str
    clock: Clock
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = False
    timeout: float = 30

    def notify(self, notice: Notice) -> None:
        """Send one message to all; NotifyError when the server takes it for none of them.

        Who alone is refused is named in the log: to try again would write to the others again.
        """
        message = self.message(notice)
        try:
            refused = within(self.timeout, lambda: self._send(message))
        except (OSError, UnicodeError) as error:  # smtplib's own errors are OSErrors too
            # Without its cause: the traceback of a failed login shows what was sent.
            raise NotifyError(f"mail server {self.host}:{self.port}: {self._reason(error)}") from None
        if refused:
            log.warning("mail server %s:%d took the notice, but not for %s", self.host, self.port, ", ".join(refused))

    def message(self, notice: Notice) -> EmailMessage:
        """Return the e-mail of a notice (RFC 5322).

        Its Message-ID is the same each time, so that mail programs show a notice that was sent twice once.
        """
        subject, body = in_words(notice)
        identity = f"{self.site}\n{notice.source}\n{notice.state}\n{notice.since.isoformat()}"
        digest = hashlib.sha256(identity.encode()).hexdigest()[:32]
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = ", ".join(self.to)
        message["Subject"] = subject
        message["Date"] = format_datetime(self.clock.now())
        message["Message-ID"] = f"<{digest}@{self.sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday reply comes back
        message.set_content(f"{body}\n-- \nfeedsvc, for {self.site}\n")
        return message

    def _send(self, message: EmailMessage) -> tuple[str, ...]:
        """Hand the message over and return who was refused; at least one was not."""
        # Longer than anybody waits: it only ends a thread that is late already, and has no say in what is reported.
        server = smtplib.SMTP(self.host, self.port, timeout=2 * self.timeout)
        try:
            if self.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.username and self.password:
                server.login(self.username, self.password)
            refused = server.send_message(message)
            with contextlib.suppress(OSError):  # it has the message; how it says good-bye changes nothing
                server.quit()
        finally:
            server.close()
        return tuple(refused)

    def _reason(self, error: Exception) -> str:
        """Say in words why it failed, and nothing that was sent."""
        match error:
            case TimeoutError():
                reason = f"no answer within {self.timeout:g} seconds"
            case UnicodeError():
                reason = "the name, the password or an address holds a character that it does not take"
            case smtplib.SMTPAuthenticationError():
                reason = f"the name and password are refused ({error.smtp_code})"
            case smtplib.SMTPRecipientsRefused():
                reason = f"every address is refused ({', '.join(self.to)})"
            case smtplib.SMTPSenderRefused():
                reason = f"the sender {self.sender} is refused ({error.smtp_code})"
            case smtplib.SMTPResponseException():
                reason = f"the message is refused ({error.smtp_code})"
            case _:
                reason = str(error)
        return reason
