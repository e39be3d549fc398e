"""A notice in words for the people who write the bulletin. Pure: the same notice, the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from feedsvc.model import Notice

# Not from the calendar module: its names follow the locale of the process.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_HELD = """\
The bulletin "{source}" looks damaged or unusual, so nothing of it is published for now.

What was seen: {message}
Since: {since} ({count})
What readers see: the news as it was before. Nothing is lost.

What to do
- Open the bulletin. If something is missing or broken, correct it. The next reading finds that out by itself.
- If the bulletin is right as it stands, ask your administrator to publish it:
  "feedsvc plan" shows what would change, and "feedsvc run --accept ID" publishes it.
"""

_UNREACHABLE = """\
The bulletin "{source}" cannot be read, so no new items are published for now.

What was seen: {message}
Since: {since} ({count})
What readers see: the news as it was before. Nothing is lost.

What to do
- Look whether the bulletin was moved, renamed or deleted, and put it back. The next reading finds it by itself.
- If it is where it always was, send this message to your administrator.
"""

_RECOVERED = """\
The bulletin "{source}" is read and published again.

What was seen: {message}
It had failed since: {since} ({count})

There is nothing to do.
"""

_FORMS = {
    "held": ('On hold: the bulletin "{source}" is not published', _HELD),
    "unreachable": ('Not found: the bulletin "{source}" cannot be read', _UNREACHABLE),
    "recovered": ('All well again: the bulletin "{source}" is published', _RECOVERED),
}
_ONCE_MORE = "\nYou are told this once, and once more when it is over.\n"


def in_words(notice: Notice) -> tuple[str, str]:
    """Return the subject, on one line, and the text of a notice, in English.

    The text says what was seen, since when, what readers see and what to do; it ends with a line break.
    """
    subject, body = _FORMS[notice.state]
    values = {
        "source": _on_one_line(notice.source),
        "message": _sentence(notice.message),
        "since": _moment(notice.since),
        "count": "1 reading" if notice.readings == 1 else f"{notice.readings} readings in a row",
    }
    ending = "" if notice.state == "recovered" else _ONCE_MORE
    return subject.format_map(values), body.format_map(values) + ending


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _sentence(message: str) -> str:
    text = _on_one_line(message) or "no reason was given"
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _moment(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M} UTC"
