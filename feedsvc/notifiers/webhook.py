"""Telling a program: a notice as JSON, posted to an address."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx2

from feedsvc.deadline import within
from feedsvc.errors import NotifyError

if TYPE_CHECKING:
    from feedsvc.model import Notice

# It logs the whole address of each request, and the path of a webhook is a password.
logging.getLogger("httpx2").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class WebhookNotifier:
    """A `Notifier` that posts JSON to `url`, an http or https address; docs/notices.md has its form.

    Only the scheme and the host of `url` are ever named: the rest may be a secret. `site` is the address of the site
    that the notice is about, `timeout` the seconds that a delivery may take in all.
    """

    url: str = field(repr=False)
    site: str
    timeout: float = 10

    def notify(self, notice: Notice) -> None:
        """Post the notice; NotifyError when the answer is not a success (2xx), or there is none in time.

        Redirects are not followed, and the body of the answer is not read.
        """
        try:
            status = within(self.timeout, lambda: self._post(notice))
        except (TimeoutError, httpx2.TimeoutException):
            raise self._failed(f"no answer within {self.timeout:g} seconds") from None
        except httpx2.ConnectError as error:  # its words are the system's, and name no address
            raise self._failed(f"cannot be reached ({error})") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError) as error:
            # Neither its message nor, in a traceback, the request that it carries: both may hold the address.
            raise self._failed(f"the notice could not be sent ({type(error).__name__})") from None
        if not 200 <= status < 300:
            raise self._failed(f"answered {status} instead of 200")

    def _post(self, notice: Notice) -> int:
        with httpx2.stream(
            "POST",
            self.url,
            json=as_json(notice, self.site),
            headers={"User-Agent": "feedsvc"},
            timeout=self.timeout,
            follow_redirects=False,
        ) as response:
            return response.status_code

    def _failed(self, reason: str) -> NotifyError:
        try:
            parts = urlsplit(self.url)
        except ValueError:
            return NotifyError(f"webhook: {reason}")
        return NotifyError(f"webhook {parts.scheme}://{parts.netloc.rpartition('@')[2]}: {reason}")


def as_json(notice: Notice, site: str) -> dict[str, str | int]:
    """Return the stable JSON form of a notice; `since` is RFC 3339, in UTC."""
    return {
        "source": notice.source,
        "state": notice.state,
        "since": notice.since.isoformat().replace("+00:00", "Z"),
        "readings": notice.readings,
        "message": notice.message,
        "site": site,
    }
