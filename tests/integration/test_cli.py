"""What each command prints, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from calling import Command
from services import SEED, text_of

GOOD = text_of(("13 July 2020", "Shelter opens in Honduras", "Forty families moved in."))
KEYS = ["code", "role", "words", "where", "rule", "paragraph", "start"]  # of evidence


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration with one good source, in a folder of its own."""
    (tmp_path / "bulletin.txt").write_bytes(GOOD)
    return _configure(tmp_path)


def _configure(folder: Path, *sources: str, extra: str = "") -> Path:
    listed = "".join(f"  - {{id: {name.partition('.')[0]}, path: {name}}}\n" for name in sources or ("bulletin.txt",))
    text = (
        f"title: News\npublisher: {{name: Office}}\nids: {{authority: 'example.org,2020'}}\nsources:\n{listed}{extra}"
    )
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return folder / "config.yaml"


def _json(text: str) -> Any:
    (line,) = text.splitlines()
    return json.loads(line)


class TestRun:
    """feedsvc run."""

    def test_what_it_says(self, command: Command, config: Path) -> None:
        """The first run tells what is new, the second nothing at all."""
        status, out, err = command("run", "--config", config)
        assert (status, err) == (0, "")
        assert out.startswith("bulletin: 1 new\npublished generation 1: ")
        assert command("run", "--config", config) == (0, "", "")

    def test_json(self, command: Command, config: Path) -> None:
        """The same as JSON."""
        status, out, _ = command("run", "--json", "--config", config)
        report = _json(out)
        assert status == 0
        assert report["sources"][0]["changes"] == {"new": 1}
        assert report["published"]["generation"] == 1

    def test_feeds_are_beside_the_configuration(self, command: Command, config: Path) -> None:
        """Paths in a configuration count from its folder, wherever the command is called."""
        command("run", "--config", config)
        assert (config.parent / "feeds" / "current" / "hn" / "hn.atom").is_file()
        assert (config.parent / "var").is_dir()

    def test_a_missing_source(self, command: Command, config: Path) -> None:
        """It ends with 3, names the file, and the feeds stay."""
        command("run", "--config", config)
        before = (config.parent / "feeds/current/all/all.atom").read_bytes()
        (config.parent / "bulletin.txt").unlink()
        status, out, err = command("run", "--config", config)
        assert (status, out) == (3, "")
        assert f"{config.parent}/bulletin.txt: no such file" in err
        assert (config.parent / "feeds/current/all/all.atom").read_bytes() == before

    @pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0\0", b"No date line at all.\n"])
    def test_nothing_usable(self, command: Command, config: Path, content: bytes) -> None:
        """It ends with 4, names the file, and the feeds stay."""
        command("run", "--config", config)
        (config.parent / "bulletin.txt").write_bytes(content)
        status, _, err = command("run", "--config", config)
        assert status == 4
        (line,) = (line for line in err.splitlines() if "bulletin.txt: no items were found in it" in line)
        assert line.endswith("; the feeds stay as they are")
        assert (config.parent / "feeds/current/hn/hn.atom").is_file()

    def test_the_worst_of_several(self, command: Command, tmp_path: Path) -> None:
        """With several sources the worst exit code is returned, and the good ones are published."""
        (tmp_path / "good.txt").write_bytes(GOOD)
        (tmp_path / "empty.txt").write_bytes(b"")
        status, out, _ = command("run", "--config", _configure(tmp_path, "good.txt", "missing.txt"))
        assert status == 3
        assert "good: 1 new" in out
        status, _, _ = command("run", "--config", _configure(tmp_path, "good.txt", "missing.txt", "empty.txt"))
        assert status == 4

    def test_strict(self, command: Command, tmp_path: Path) -> None:
        """Warnings end a run with 5 only when asked to, and what was read is published all the same."""
        (tmp_path / "bulletin.txt").write_bytes(SEED.read_bytes())
        status, out, err = command("run", "--strict", "--config", _configure(tmp_path))
        assert status == 5
        assert "9 new" in out
        assert "bulletin.txt:51:14: warning[date_mismatch]" in err

    def test_another_run_is_under_way(self, command: Command, config: Path) -> None:
        """It ends with 75 at once."""
        command("run", "--config", config)
        code = "import fcntl,sys,time; f=open(sys.argv[1],'w'); fcntl.flock(f,2); print(flush=True); time.sleep(60)"
        lock = config.parent / "var" / "feedsvc.sqlite3.lock"
        holder = subprocess.Popen([sys.executable, "-c", code, str(lock)], stdout=subprocess.PIPE)
        assert holder.stdout is not None
        try:
            holder.stdout.readline()
            status, _, err = command("run", "--config", config)
        finally:
            holder.kill()
            holder.wait()
            holder.stdout.close()
        assert status == 75
        assert "another run is under way" in err

    def test_another_authority(self, command: Command, config: Path) -> None:
        """A later change of the authority of ids is refused, with the way back."""
        command("run", "--config", config)
        config.write_text(config.read_text().replace("example.org,2020", "example.org,2021"))
        status, out, _ = command("run", "--json", "--config", config)
        assert status == 2
        assert _json(out)["error"]["code"] == "authority"
        assert "every subscriber sees all items once more as new" in _json(out)["error"]["message"]

    def test_feeds_that_cannot_be_written(self, command: Command, config: Path) -> None:
        """It ends with 1 and names the folder."""
        (config.parent / "feeds").write_text("a file in the way")
        status, _, err = command("run", "--config", config)
        assert status == 1
        assert f"{config.parent}/feeds" in err


class TestCheck:
    """feedsvc check."""

    def test_the_seed(self, command: Command) -> None:
        """Diagnostics stand as compilers print them, then the count."""
        status, out, _ = command("check", SEED)
        lines = out.splitlines()
        assert status == 0
        assert lines[0].startswith(f"{SEED}:37:23: note[date_mismatch] ")
        assert lines[1].startswith(f"{SEED}:51:14: warning[date_mismatch] ")
        assert lines[2] == f"{SEED}: 9 items, 100 % of its lines explained, utf-8"

    def test_json_form(self, command: Command) -> None:
        """The JSON object has the documented members and no other."""
        _, out, _ = command("check", "--json", SEED)
        report = _json(out)
        assert list(report) == ["file", "items", "diagnostics", "explained", "encoding", "seconds"]
        assert (report["file"], report["explained"], report["encoding"]) == (str(SEED), 1.0, "utf-8")
        assert [item["about"] for item in report["items"]] == [
            [code] for code in ("HN", "BZ", "SV", "SV", "GY", "HN", "DO", "HN", "CR")
        ]
        assert [item["mentioned"] for item in report["items"]][6] == ["DO", "HT"]
        first = report["items"][0]
        assert list(first) == [
            "date",
            "title",
            "paragraphs",
            "link",
            "image",
            "language",
            "lines",
            "about",
            "mentioned",
        ]
        assert (first["date"], first["link"], first["language"], first["lines"]) == ("2020-07-13", None, "en", [1, 5])
        assert {tuple(diagnostic) for diagnostic in report["diagnostics"]} == {
            ("code", "severity", "message", "line", "column")
        }

    def test_selectors_of_a_page(self, command: Command, tmp_path: Path) -> None:
        """Below a page stand the selectors of what was found, and below a text none."""
        (tmp_path / "good.txt").write_bytes(GOOD)
        row = '<li class="n"><b class="d">1{0} July 2020</b> <a href="/n/{0}">Bridge number {0} is open again</a></li>'
        rows = "".join(row.format(number) for number in range(4))
        (tmp_path / "page.html").write_text(f"<!doctype html><ul>{rows}</ul>", "utf-8")
        _, out, _ = command(
            "check", "--base-url", "https://example.org/", tmp_path / "page.html", tmp_path / "good.txt"
        )
        assert [line for line in out.splitlines() if line.startswith("    ")] == [
            "    selectors:",
            '      item: "li.n"',
            '      title: "a"',
            '      date: "b.d"',
            '      link: "a"',
        ]

    def test_several_files(self, command: Command, tmp_path: Path) -> None:
        """A file that cannot be read gives an error on its line, and the others follow."""
        (tmp_path / "good.txt").write_bytes(GOOD)
        status, out, _ = command("check", "--json", tmp_path / "missing.txt", tmp_path / "good.txt")
        first, second = [json.loads(line) for line in out.splitlines()]
        assert status == 2
        assert first == {
            "file": str(tmp_path / "missing.txt"),
            "error": {"code": "unreachable", "message": "no such file"},
        }
        assert len(second["items"]) == 1

    def test_no_items(self, command: Command, tmp_path: Path) -> None:
        """A file without items ends it with 4."""
        (tmp_path / "empty.txt").write_bytes(b"")
        status, out, _ = command("check", tmp_path / "empty.txt")
        assert status == 4
        assert "error[no_items]" in out

    def test_today(self, command: Command, tmp_path: Path) -> None:
        """--today decides what lies in the future."""
        (tmp_path / "good.txt").write_bytes(GOOD)
        codes = []
        for day in ("2020-07-12", "2020-07-13"):
            _, out, _ = command("check", "--json", "--today", day, tmp_path / "good.txt")
            codes.append([diagnostic["code"] for diagnostic in _json(out)["diagnostics"]])
        assert codes == [["future_date"], []]

    def test_language_and_base_url(self, command: Command, tmp_path: Path) -> None:
        """Items carry the language that was named."""
        (tmp_path / "b.txt").write_bytes(text_of(("13 de julio de 2020", "Abren albergue en Honduras", "Llegaron.")))
        _, out, _ = command(
            "check", "--json", "--language", "es", "--base-url", "https://example.org/", tmp_path / "b.txt"
        )
        (item,) = _json(out)["items"]
        assert (item["language"], item["date"], item["about"]) == ("es", "2020-07-13", ["HN"])

    def test_files_are_relative_to_the_caller(
        self, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A FILE counts from the caller's folder, and is named as it was given."""
        (tmp_path / "good.txt").write_bytes(GOOD)
        monkeypatch.chdir(tmp_path)
        _, out, _ = command("check", "--json", "good.txt")
        assert _json(out)["file"] == "good.txt"


class TestExplain:
    """feedsvc explain."""

    def test_a_file(self, command: Command) -> None:
        """Each item is told with the words that decided."""
        status, out, _ = command("explain", SEED)
        assert status == 0
        assert f"{SEED}:37  IOM produces" not in out
        assert "about: DO" in out
        assert "HT mentioned" in out

    def test_lines(self, command: Command, tmp_path: Path) -> None:
        """Each line of JSON gives one line with its evidence."""
        line = {"id": "x1", "title": "Shelter opens in Honduras", "summary": "Haitian migrants moved in.", "lang": "en"}
        (tmp_path / "items.jsonl").write_text(json.dumps(line) + "\n\n")
        status, out, _ = command("explain", "--jsonl", tmp_path / "items.jsonl")
        answer = _json(out)
        assert status == 0
        assert (answer["id"], answer["about"], answer["mentioned"]) == ("x1", ["HN"], ["HN", "HT"])
        assert [list(evidence) for evidence in answer["evidence"]] == [KEYS] * 2
        assert answer["evidence"][0]["words"] == "Honduras"

    def test_a_bad_line(self, command: Command, tmp_path: Path) -> None:
        """A line that is no JSON object is named with its number."""
        (tmp_path / "items.jsonl").write_text('{"id": 1, "title": "A"}\n["not an object"]\n')
        status, out, _ = command("explain", "--jsonl", tmp_path / "items.jsonl")
        assert status == 2
        assert "items.jsonl:2: not a JSON object" in out.splitlines()[-1]

    def test_a_stored_item(self, command: Command, config: Path) -> None:
        """An item is found by its id and by its address."""
        command("run", "--config", config)
        found = json.loads((config.parent / "feeds/current/all/all.json").read_text())["items"][0]
        for name in (found["id"], found["url"]):
            status, out, _ = command("explain", name, "--config", config, "--json")
            assert status == 0
            assert (_json(out)["id"], _json(out)["about"]) == (found["id"], ["HN"])

    def test_what_is_not_there(self, command: Command, config: Path) -> None:
        """Neither a file nor an item: it says so."""
        status, _, err = command("explain", "nothing", "--config", config)
        assert status == 2
        assert "no stored item has this id, slug or address" in err

    def test_nothing_named(self, command: Command) -> None:
        """It says what can be named."""
        assert command("explain")[0] == 2


class TestConfig:
    """feedsvc config check."""

    def test_good(self, command: Command, config: Path) -> None:
        """A good configuration is called so."""
        status, out, _ = command("config", "check", "--config", config)
        assert status == 0
        assert out.startswith(f"{config}: fine")

    def test_json(self, command: Command, config: Path) -> None:
        """The same as JSON."""
        _, out, _ = command("config", "check", "--json", "--config", config)
        assert _json(out) == {"file": str(config), "valid": True, "sources": ["bulletin"]}

    def test_the_shipped_one(self, command: Command) -> None:
        """Without --config it is the repository's, and that one is good."""
        assert command("config", "check")[0] == 0

    def test_all_problems_at_once(self, command: Command, tmp_path: Path) -> None:
        """Every problem comes with line and column, and with 2."""
        path = _configure(tmp_path, extra="colour: red\nserver: {port: many}\n")
        status, _, err = command("config", "check", "--config", path)
        assert status == 2
        assert [line.split(": ")[1] for line in err.splitlines()] == [f"{path}:6:1", f"{path}:7:16"]

    def test_a_bad_configuration_stops_a_run(self, command: Command, config: Path) -> None:
        """A run with a bad configuration ends with 2 and changes nothing."""
        command("run", "--config", config)
        config.write_text(config.read_text() + "colour: red\n")
        status, out, _ = command("run", "--json", "--config", config)
        assert status == 2
        assert _json(out)["error"]["code"] == "configuration"


class TestUsage:
    """Mistakes in calling."""

    def test_unknown_command(self, command: Command) -> None:
        """It ends with 2 and says what is wrong."""
        status, _, err = command("publish")
        assert status == 2
        assert "No such command 'publish'" in err

    def test_unknown_option_as_json(self, command: Command) -> None:
        """A usage error is JSON too when JSON was asked for."""
        status, out, _ = command("run", "--json", "--colour")
        assert status == 2
        assert _json(out)["error"]["code"] == "usage"

    def test_help(self, command: Command) -> None:
        """--help lists the commands and the exit codes."""
        status, out, _ = command("--help")
        assert status == 0
        assert all(word in out for word in ("run", "serve", "check", "explain", "config", "75"))
