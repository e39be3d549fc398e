"""Configuration: data cases in tests/cases/config, the environment, and what the shipped file and page promise."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
import zoneinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import make_url

from feedsvc.config import Config, load, options
from feedsvc.config.document import LARGEST_FILE, read_document
from feedsvc.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "config"
ENVIRONMENTS = json.loads((CASES / "environment.json").read_text("utf-8"))
REGION = frozenset({
    "AG", "BS", "BB", "BZ", "CA", "CR", "CU", "DM", "DO", "SV", "GD", "GT", "GY",
    "HT", "HN", "JM", "MX", "NI", "PA", "KN", "LC", "VC", "SR", "TT", "US",
})  # fmt: skip
KNOWN = REGION | {"NO"}


def expectation(text: str) -> Any:
    """Return an expected result with this machine's folder of the cases in it."""
    return json.loads(text.replace("FOLDER", str(CASES)))


def parts(config: Config, like: Any) -> Any:
    """Return those parts of a configuration that an expectation names."""

    def same_parts(value: Any, wanted: Any) -> Any:
        if isinstance(wanted, dict):
            return {key: same_parts(value[key], inner) for key, inner in wanted.items()}
        if isinstance(wanted, list):
            assert len(value) == len(wanted)
            return [same_parts(*pair) for pair in zip(value, wanted, strict=True)]
        return str(value) if isinstance(value, Path) else value

    return same_parts(dataclasses.asdict(config), like)


def problems_of(file: Path, environ: dict[str, str] | None = None) -> list[str]:
    """Return the problems of a configuration that must have some, with FILE for its name."""
    with pytest.raises(ConfigError) as caught:
        load(file, environ or {}, KNOWN)
    return [problem.replace(str(file), "FILE") for problem in caught.value.problems]


@pytest.mark.parametrize("name", sorted(file.stem for file in CASES.glob("*.yaml")))
def test_case(name: str) -> None:
    """Each file gives the configuration, or all of the problems and no other, that stand beside it."""
    file = CASES / f"{name}.yaml"
    expected = expectation(file.with_suffix(".json").read_text("utf-8"))
    if "problems" in expected:
        assert problems_of(file) == expected["problems"]
    else:
        assert parts(load(file, {}, KNOWN), expected["config"]) == expected["config"]


@pytest.mark.parametrize("name", sorted(ENVIRONMENTS))
def test_environment_case(name: str) -> None:
    """Variables stand in for options, are checked as these are, and are refused when no option has their name."""
    case = expectation(json.dumps(ENVIRONMENTS[name]))
    file = CASES / case["file"]
    if "problems" in case:
        assert problems_of(file, case["environ"]) == case["problems"]
    else:
        assert parts(load(file, case["environ"], KNOWN), case["config"]) == case["config"]


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named, with the way to name another."""
    assert problems_of(tmp_path / "no.yaml") == [
        "FILE: there is no such file; name the configuration with --config FILE"
    ]


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000])
def test_unreadable_file(tmp_path: Path, name: str) -> None:
    """A folder, or a name that no file system takes, is refused as a file that cannot be read."""
    (problem,) = problems_of(tmp_path / name)
    assert re.fullmatch(r"FILE: the file cannot be read \(.+\); name another with --config FILE", problem)


def test_largest_file(tmp_path: Path) -> None:
    """A file beyond the bound is refused before it is parsed; one byte less is read."""
    file = tmp_path / "config.yaml"
    text = (CASES / "accepted_defaults.yaml").read_text("utf-8")
    file.write_text(text + "#" * (LARGEST_FILE - len(text)), "utf-8")
    assert load(file, {}, KNOWN).site.title == "News"
    file.write_text(text + "#" * (LARGEST_FILE - len(text) + 1), "utf-8")
    assert problems_of(file) == ["FILE: the file is larger than 256 KiB; is it a configuration?"]


def test_unreadable_file_and_environment() -> None:
    """Wrong names in the environment are told also when the file cannot be read."""
    assert problems_of(CASES / "empty.yaml", {"FEEDSVC_PROT": "1"}) == [
        "FILE:1:1: the file is empty; see docs/configuration.md for what it holds",
        "environment: FEEDSVC_PROT: no option has this name; docs/configuration.md lists those that have one",
    ]


@pytest.mark.parametrize("folder", ["with space", "100%", "a?b", "%20", "a#b", "ñandú"])
def test_folder_of_the_store(tmp_path: Path, folder: str) -> None:
    """SQLAlchemy finds a relative store beside the file, whatever the characters of the folder."""
    file = tmp_path / folder / "config.yaml"
    file.parent.mkdir()
    file.write_bytes((CASES / "accepted_defaults.yaml").read_bytes())
    url = make_url(load(file, {}, KNOWN).store)
    assert url.database == str(file.parent / "var" / "feedsvc.sqlite3")
    assert not url.query


def test_relative_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are absolute and count from the file's folder when the file itself is named by a relative path."""
    (tmp_path / "site").mkdir()
    file = Path("site") / "config.yaml"
    monkeypatch.chdir(tmp_path)
    file.write_bytes((CASES / "accepted_defaults.yaml").read_bytes())
    config = load(file, {}, KNOWN)
    assert config.file == file
    assert config.sources[0].path == str(tmp_path / "site" / "a.txt")
    assert config.feeds == tmp_path / "site" / "feeds"


@pytest.fixture
def no_zones(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without a time zone database and without the package that brings one."""
    monkeypatch.setitem(sys.modules, "tzdata", None)
    zoneinfo.reset_tzpath(to=())
    yield
    zoneinfo.reset_tzpath()


@pytest.mark.usefixtures("no_zones")
def test_machine_without_zones() -> None:
    """Where the time zone database is missing, the message says so, and not that the zone is wrong."""
    (problem,) = problems_of(CASES / "unknown_zone.yaml", {"FEEDSVC_TIME_ZONE": "Mars/Olympus"})
    assert problem == (
        'environment: FEEDSVC_TIME_ZONE: "time_zone" must be a time zone of the IANA database, not "Mars/Olympus"; '
        "this machine has no time zones; install its tzdata package"
    )


def test_shipped_file() -> None:
    """config.yaml is this office's, and loads with no environment and no edit."""
    config = load(ROOT / "config.yaml", {}, REGION)
    assert set(config.site.countries) == REGION
    assert config.site.author == (
        "International Organization for Migration (IOM), Regional Office for Central America, "
        "North America and the Caribbean"
    )
    assert config.site.authority == "rosanjose.iom.int,2020"
    assert config.site.base_url == "http://127.0.0.1:8000"
    (source,) = config.sources
    assert (source.id, source.language, source.zone) == ("bulletin", "en", "America/Costa_Rica")
    assert Path(source.path) == ROOT / "seeds" / "000_f3ff58aa81a5e684.txt"
    assert config.store == f"sqlite:///{ROOT}/var/feedsvc.sqlite3"
    assert config.feeds == ROOT / "feeds"
    assert dataclasses.astuple(config.server) == ("127.0.0.1", 8000, 2, 900)
    assert dataclasses.astuple(config.notify) == (3, None, None)


def uncommented(folder: Path, mark: str = "#") -> Path:
    """Write the shipped file with what the mark comments out in force: "#name:" is an option, "# words" are not."""
    text = re.sub(rf"(?m)^( *){mark}([a-z_]+:)", r"\1\2", (ROOT / "config.yaml").read_text("utf-8"))
    (folder / "config.yaml").write_text(text, "utf-8")
    return folder / "config.yaml"


def test_commented_options_are_at_their_defaults(tmp_path: Path) -> None:
    """Removing the "#" before an option of the shipped file changes nothing, so what is shown is its default."""
    (tmp_path / "as_shipped").mkdir()
    shipped = tmp_path / "as_shipped" / "config.yaml"
    shipped.write_bytes((ROOT / "config.yaml").read_bytes())
    wanted = load(shipped, {}, REGION)
    file = uncommented(tmp_path / "as_shipped")
    assert file.read_bytes() != (ROOT / "config.yaml").read_bytes()
    assert load(file, {}, REGION) == wanted


def test_example_in_the_shipped_file_works(tmp_path: Path) -> None:
    """Removing every "##" of the shipped file turns e-mail on, with all but the addresses at its default."""
    email = load(uncommented(tmp_path, "##"), {}, REGION).notify.email
    assert email is not None
    assert email.to == ("communications@example.org",)
    assert (email.sender, email.host) == ("feeds@example.org", "mail.example.org")
    assert (email.port, email.starttls, email.username, email.password) == (25, False, None, None)


def test_example_of_selectors_works(tmp_path: Path) -> None:
    """Removing every "##" of the shipped file chooses the items of a page by selectors."""
    selectors = load(uncommented(tmp_path, "##"), {}, REGION).sources[0].selectors
    assert selectors is not None
    assert (selectors.item, selectors.image) == ("div.views-row", "img")


def test_shipped_file_explains_every_option(tmp_path: Path) -> None:
    """Every option stands in config.yaml below a comment with its meaning, and its default or that it must be."""
    file = uncommented(tmp_path, "##?")
    lines = file.read_text("utf-8").splitlines()
    comments: dict[str, str] = {}
    for loc, place in read_document(file).keys.items():
        above = place.line - 1
        while lines[above - 1].lstrip().startswith("#"):
            above -= 1
        words = " ".join(line.lstrip(" #") for line in lines[above : place.line - 1])
        comments[".".join(step for step in loc if isinstance(step, str))] = words
    for option in options():
        comment = comments[option.name]
        assert comment.startswith(option.description), option.name
        default = "Must be given" if option.default is None else f"Default: {option.default}"
        assert re.search(re.escape(default) + r"[.;]", comment), option.name


def test_page_explains_every_option() -> None:
    """docs/configuration.md holds one row for each option, in order, with exactly what the code says of it."""
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    rows = [
        f"| `{option.name}` | {option.type} | {option.default or '*must be given*'} | {option.description} "
        f"| {' or '.join(f'`{name}`' for name in (option.variable, option.file_variable) if name)} |"
        for option in options()
    ]
    assert [line for line in page.splitlines() if line.startswith("| `")] == rows


def test_every_variable_overrides_its_option() -> None:
    """Every option with a variable is checked under that variable's name, and no two share one."""
    variables = [option.variable for option in options() if option.variable]
    assert len(set(variables)) == len(variables)
    wrong = dict.fromkeys(variables, "\x07")
    named = [problem.split(": ")[1] for problem in problems_of(CASES / "accepted_everything.yaml", wrong)]
    assert named == sorted(variables)


def test_every_secret_has_a_variable_for_its_file() -> None:
    """What may be a secret, and nothing else, can stand in a file of its own."""
    assert {option.name: option.file_variable for option in options() if option.file_variable} == {
        "store": "FEEDSVC_STORE_FILE",
        "notify.webhook": "FEEDSVC_NOTIFY__WEBHOOK_FILE",
        "notify.email.password": "FEEDSVC_NOTIFY__EMAIL__PASSWORD_FILE",
    }


def test_no_message_holds_a_password() -> None:
    """A wrong store address is not repeated, from the file or from the environment: it may hold a password."""
    wrong = {"FEEDSVC_STORE": "mysql://me:secret@localhost/news"}
    (problem,) = problems_of(CASES / "accepted_defaults.yaml", wrong)
    assert problem.startswith('environment: FEEDSVC_STORE: "store" must be ')
    assert "secret" not in problem


@pytest.mark.parametrize("name", sorted(file.stem for file in CASES.glob("secret_*.yaml")))
def test_no_message_holds_a_secret(name: str) -> None:
    """Whatever is wrong with a secret or around it, no message holds any of it."""
    assert not re.search("hunter2|7243315", "\n".join(problems_of(CASES / f"{name}.yaml")))


def test_no_representation_holds_a_secret_of_notices() -> None:
    """The settings, printed by accident, show neither the webhook nor the password."""
    notify = load(CASES / "accepted_everything.yaml", {}, KNOWN).notify
    assert notify.webhook
    assert notify.email
    assert notify.email.password
    assert "hunter2" in f"{notify.webhook}{notify.email.password}"
    assert "hunter2" not in repr(notify)
