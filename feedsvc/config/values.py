"""The kinds of single values: what each must be, and the check that says how to correct it.

A check takes text, returns the value to keep, and raises ValueError with advice that reads after "…, not VALUE;".
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, ValidationInfo

from feedsvc.config.problems import nearest

LANGUAGES = ("en", "es", "fr", "pt")
UNITS = {"m": 60, "h": 3600, "d": 86_400}
SSL_MODES = ("prefer", "disable", "require", "verify-full")
ESCAPES = "in a password write % / : @ # ? as %25 %2F %3A %40 %23 %3F"
SHORTEST, LONGEST = 60, 30 * 86_400

# Neither XML nor a terminal takes these: control characters, halves of surrogate pairs, non-characters.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")  # RFC 5322 section 3.2.3, without quotes
HOST = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be, in words that read after "must be". A secret value is repeated in no message."""

    text: str
    is_secret: bool = False


def line(value: str) -> str:
    """Return the text on one line, without outer white space."""
    _refuse_controls(value)
    text = re.sub(r"[ \t\r\n]+", " ", value).strip()
    if not text:
        raise ValueError("write a few words")
    return text


def file_path(value: str) -> str:
    """Return the path as it is."""
    _refuse_controls(value)
    if not value.strip():
        raise ValueError("name a file or folder; it is looked up beside this file")
    if "://" in value:
        raise ValueError("a source on the web has a url instead of a path")
    return value


def base_url(value: str) -> str:
    """Return the address in lower case, without a slash at its end: a scheme, a host and perhaps a port."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError("check its host and port") from None
    scheme, host = parts.scheme.lower(), parts.netloc.lower().rpartition("@")[2]
    if scheme not in {"http", "https"} or not host:
        raise ValueError("begin it with http:// or https:// and a host")
    if "@" in parts.netloc:
        raise ValueError("leave out the name and password")
    if "?" in value or "#" in value:
        raise ValueError("leave out what begins with ? or #")
    if parts.path not in {"", "/"}:
        raise ValueError("leave out the path: a site below a path is not possible yet")
    if port == 0 or not HOST.fullmatch(re.sub(r":[0-9]*\Z", "", host)):
        raise ValueError("check its host and port; a name with other letters is written in its xn-- form")
    return f"{scheme}://{host.removesuffix(':')}"


def selector(value: str) -> str:
    """Return the selector as it is."""
    from feedsvc.core.page.tree import is_selector  # noqa: PLC0415 (BeautifulSoup takes long to import; few need it)

    if not value.strip() or not is_selector(value):
        raise ValueError("write it as in a style sheet; feedsvc check prints those of a page")
    return value


def webhook(value: str) -> str:
    """Return the address as it is. It may be a secret, so no advice repeats any of it."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError("check its host and port") from None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise ValueError("begin it with http:// or https:// and a host")
    if port == 0 or not (HOST.fullmatch(parts.hostname) or HOST.fullmatch(f"[{parts.hostname}]")):
        raise ValueError("check its host and port; a name with other letters is written in its xn-- form")
    if re.search(r"[^\x21-\x7e]", value) or "#" in value:
        raise ValueError("it has no spaces, no other letters than those of ASCII, and no #")
    return value


def language(value: str) -> str:
    """Return the code of a language that bulletins are read in."""
    if value not in LANGUAGES:
        raise ValueError("no other language can be read yet")
    return value


def time_zone(value: str) -> str:
    """Return the name of a time zone that this machine knows."""
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError):  # unknown, outside the database, or one of its folders
        is_known = False
    else:
        # These follow the machine's own setting, or count leap seconds.
        is_known = not value.startswith(("localtime", "posixrules", "posix/", "right/"))
    if is_known:
        return value
    zones = sorted(available_timezones())
    if not zones:
        raise ValueError("this machine has no time zones; install its tzdata package")
    close = _meant_zone(value, zones)
    raise ValueError(f'did you mean "{close}"?' if close else "they are named like America/Costa_Rica or UTC")


def authority(value: str) -> str:
    """Return "domain,date" as RFC 4151 section 2.1 has it: a full domain, and a day, a month or a year."""
    domain, _, day = value.partition(",")
    if not DOMAIN.fullmatch(domain):
        raise ValueError("begin it with a full domain in lower case, which your organisation holds")
    found = DAY.fullmatch(day)
    if not found:
        raise ValueError("after the domain comes a comma and a date: 2020, 2020-01 or 2020-01-31")
    try:
        date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        raise ValueError("this date is in no calendar") from None
    return value


def country(value: str, info: ValidationInfo) -> str:
    """Return the code of a known country; `info.context` holds them as "countries"."""
    context: dict[str, frozenset[str]] = info.context or {}
    known = context["countries"]
    if value in known:
        return value
    if value.upper() in known:
        raise ValueError(f"write it in capital letters: {value.upper()}")
    raise ValueError("there is no country of this code")


def phrase(value: str, info: ValidationInfo) -> str:
    """Return words, "=" (they always mean a country) or "!=" (they never do) and the country's code."""
    found = re.fullmatch(r"([^=]*[^\W_][^=]*?) ?(!?=) ?(\w+)", line(value))
    if not found:
        raise ValueError('write the words, "=" or "!=", and the code of a country')
    return f"{found[1].rstrip()} {found[2]} {country(found[3], info)}"


def source_id(value: str) -> str:
    """Return the name of a source."""
    if not re.fullmatch(r"[a-z0-9-]+", value):
        raise ValueError("use lower-case letters a to z, digits and hyphens only")
    return value


def every(value: str) -> str:
    """Return the length of time as written; `seconds` counts it."""
    if not re.fullmatch(r"[0-9]{1,6}[mhd]", value):
        raise ValueError("write a number and then m (minutes), h (hours) or d (days)")
    if not SHORTEST <= seconds(value) <= LONGEST:
        raise ValueError("the shortest is 1m, the longest 30d")
    return value


def seconds(value: str) -> int:
    """Return the seconds of a length of time that `every` accepted."""
    return int(value[:-1]) * UNITS[value[-1]]


def store_url(value: str) -> str:
    """Return the database address as it is: SQLite in a file, or a database of PostgreSQL."""
    _refuse_controls(value)
    scheme, separator, rest = value.partition("://")
    if separator and scheme.partition("+")[0] in {"postgresql", "postgres"}:
        return _postgresql(value)
    if not separator or scheme != "sqlite" or not rest:
        raise ValueError("begin it with sqlite:/// and a file, or with postgresql://")
    if not rest.startswith("/"):
        raise ValueError("sqlite takes three slashes before a relative file, four before an absolute one")
    if rest in {"/", "//"} or rest.startswith(("/?", "/:memory:", "/file:")):
        raise ValueError("name a file: what the store remembers must outlive the process")
    return value


def _postgresql(value: str) -> str:
    """Check the address of a database. It may hold a password, so no advice repeats any of it."""
    try:
        parts = urlsplit(value)
        port = parts.port
        query = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True) if parts.query else {}
    except ValueError:
        raise ValueError(f"check its host and port; {ESCAPES}") from None
    if parts.scheme != "postgresql":
        raise ValueError("begin it with postgresql:// alone: the driver is chosen here")
    if parts.netloc.count("@") > 1 or parts.fragment or not query.keys() <= {"host", "sslmode"}:
        raise ValueError(f"after ? only host= and sslmode= can stand; {ESCAPES}")
    if not parts.username or not re.fullmatch("/[^/]+", parts.path):
        raise ValueError("write it as postgresql://user@host/database")
    is_host = not parts.hostname or HOST.fullmatch(parts.hostname) or HOST.fullmatch(f"[{parts.hostname}]")
    if port == 0 or not is_host:
        raise ValueError(f"check its host and port; {ESCAPES}")
    if any(not folder.startswith("/") for folder in query.get("host", ())):
        raise ValueError("host= after ? is the folder of the server's socket, and begins with /")
    if any(mode not in SSL_MODES for mode in query.get("sslmode", ())):
        raise ValueError(f"sslmode is one of {', '.join(SSL_MODES)}")
    return value


def host(value: str) -> str:
    """Return the name or address of a machine."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        if ":" in value:
            raise ValueError('the port is an option of its own, "port"') from None
        if not HOST.fullmatch(value.lower()):
            raise ValueError("only letters, digits, dots and hyphens can stand here") from None
    return value


def email_address(value: str) -> str:
    """Return the address as it is: a mailbox and the name of a host, nothing around them."""
    mailbox, _, domain = value.rpartition("@")
    if not MAILBOX.fullmatch(mailbox) or not HOST.fullmatch(domain.lower()):
        raise ValueError("write the address alone, without a name, spaces or brackets")
    return value


def secret(value: str) -> str:
    """Return the text as it is, with its outer white space: it may be part of it."""
    _refuse_controls(value)
    if not value or "\n" in value or "\r" in value:
        raise ValueError("it is one line, and not empty")
    return value


def switch(value: str) -> str:
    """Return "true" or "false"."""
    if value.lower() not in {"true", "false"}:
        raise ValueError("write one of these two words")
    return value.lower()


def _meant_zone(value: str, zones: list[str]) -> str | None:
    if re.search("[0-9]", value):  # what looks like GMT-6 is hours away, and Etc/GMT-6 is east of Greenwich
        return None
    cities = {zone.rpartition("/")[2]: zone for zone in zones}
    city = nearest(value.rpartition("/")[2], cities)
    return nearest(value, zones) or (cities[city] if city else None)


def _refuse_controls(value: str) -> None:
    found = FORBIDDEN.search(value)
    if found:
        raise ValueError(f"remove the character U+{ord(found[0]):04X}")


Line = Annotated[str, Kind("text"), AfterValidator(line)]
FilePath = Annotated[str, Kind("a path"), AfterValidator(file_path)]
BaseUrl = Annotated[str, Kind("a web address such as https://feeds.example.org"), AfterValidator(base_url)]
Language = Annotated[str, Kind("one of " + ", ".join(LANGUAGES)), AfterValidator(language)]
TimeZone = Annotated[str, Kind("a time zone of the IANA database"), AfterValidator(time_zone)]
Authority = Annotated[str, Kind("a domain and a date, such as example.org,2020"), AfterValidator(authority)]
Country = Annotated[str, Kind("an ISO 3166-1 code of two letters, such as HN"), AfterValidator(country)]
Phrase = Annotated[
    str, Kind('words and a country, such as "Casa Azul = HN" or "Georgia != GE"'), AfterValidator(phrase)
]
SourceId = Annotated[str, Kind("a short name, such as bulletin"), AfterValidator(source_id)]
Selector = Annotated[str, Kind("a CSS selector such as li.news"), AfterValidator(selector)]
Every = Annotated[str, Kind("a length of time such as 15m, 2h or 1d"), AfterValidator(every)]
StoreUrl = Annotated[str, Kind("a database address of SQLAlchemy", is_secret=True), AfterValidator(store_url)]
Host = Annotated[str, Kind("a host name or an IP address"), AfterValidator(host)]
Webhook = Annotated[
    str, Kind("a web address such as https://hooks.example.org/news", is_secret=True), AfterValidator(webhook)
]
EmailAddress = Annotated[str, Kind("an e-mail address such as desk@example.org"), AfterValidator(email_address)]
Secret = Annotated[str, Kind("text", is_secret=True), AfterValidator(secret)]
Switch = Annotated[str, Kind("true or false"), AfterValidator(switch)]
