"""Text of a configuration file -> plain values, and where each of them stands.

Only text, numbers, null, lists and groups of keys exist. `no`, `on` and `2020-01-01` are text: YAML 1.1
would read the first two as booleans (and so lose Norway), and no option is a date. `true` is text too, which an
option that is a switch understands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from feedsvc.config.problems import START, Loc, Place, Problem, config_error, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST_FILE = 256 * 1024  # a thousand sources take less; PyYAML needs seconds for more
MOST_VALUES = 10_000  # aliases of aliases multiply: nine lines can stand for billions of values
DEEPEST = 20

TAG = "tag:yaml.org,2002:"
NUMBER = re.compile(r"[-+]?[0-9]{1,18}\Z")
FRACTION = re.compile(r"[-+]?([0-9]{1,18}\.[0-9]{0,18}|\.[0-9]{1,18})([eE][-+]?[0-9]{1,3})?\Z")
NOTHING = re.compile(r"(~|null|Null|NULL|)\Z")

# What PyYAML says; whether the fault is where its context began; what we say.
_SYNTAX = (
    ("too deep", False, "values stand inside one another too deep; no option needs that"),
    (r"'\t'", False, "a tab stands here, and YAML is indented with spaces; replace it by spaces"),
    ("mapping values are not allowed", False, 'a colon cannot stand here; put a text that holds ": " in quotes'),
    ("could not find expected ':'", True, 'a key without a colon; write it as "key: value", on one line'),
    ("unexpected end of stream", True, "the quote that opens here is never closed; close it"),
    ("expected <block end>", False, "this does not fit the lines above it; check its indentation"),
    ("expected ',' or", True, "the bracket that opens here is not closed, or lacks a comma; check both"),
    ("undefined alias", False, "an alias (*name) without its anchor (&name); put a text with * in quotes"),
    ("scanning an alias", True, "an alias (*name) without its anchor (&name); put a text with * in quotes"),
    ("scanning an anchor", True, "a value cannot begin with this character; put the value in quotes"),
    ("cannot start any token", False, "a value cannot begin with this character; put the value in quotes"),
    ("found another document", False, 'a second document begins here; keep one, and remove the line "---"'),
    ("sequence entries are not allowed", False, "a list cannot begin here; begin it on a line of its own"),
    ("unknown escape character", False, "an unknown escape after a backslash; use single quotes, or double it"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file's plain values, and the places of its keys and values by their path.

    Lists are tuples. `problems` are those that leave the rest readable: keys given twice, tags.
    """

    value: Mapping[str, object]
    keys: Mapping[Loc, Place]
    values: Mapping[Loc, Place]
    problems: tuple[Problem, ...]


class _PlainLoader(yaml.SafeLoader):
    """Knows text, numbers and null, no other implicit types, and bounds the depth."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        here: Any = self  # its parser's methods have no types
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem="too deep", problem_mark=here.peek_event().start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


# None: tried on a value whatever its first character.
_PlainLoader.yaml_implicit_resolvers = {
    None: [(TAG + "int", NUMBER), (TAG + "float", FRACTION), (TAG + "null", NOTHING)]
}


def read_document(file: Path) -> Document:
    """Read a configuration file.

    Raises ConfigError, with one problem, when it cannot be read: missing, not UTF-8, no YAML, too large, empty,
    or no group of keys at the top.
    """
    text = _text(file)
    node = _compose(file, text)
    if node is None:
        raise config_error(file, [Problem(START, "the file is empty; see docs/configuration.md for what it holds")])
    if not isinstance(node, yaml.MappingNode):
        found = "a list" if isinstance(node, yaml.SequenceNode) else "a single value"
        message = f'the top of the file must be keys and values, as "title: News", not {found}'
        raise config_error(file, [Problem(_place(node.start_mark), message)])
    walk = _Walk(file)
    value = walk.mapping(node, ())
    return Document(value, walk.keys, walk.values, tuple(walk.problems))


def plain(text: str) -> str | int | None:
    """Return what an unquoted value means where a whole number is wanted: a number, None, or its text."""
    if NUMBER.match(text):
        return int(text)
    return None if NOTHING.match(text) else text


def _text(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        message = "there is no such file; name the configuration with --config FILE"
        raise config_error(file, [Problem(None, message)]) from None
    except (OSError, ValueError) as error:  # ValueError: a name that no file system takes
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"the file cannot be read ({reason}); name another with --config FILE"
        raise config_error(file, [Problem(None, message)]) from None
    if len(content) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE // 1024} KiB; is it a configuration?"
        raise config_error(file, [Problem(None, message)])
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _end(content[: error.start].decode("utf-8"))
        message = f"the byte 0x{content[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise config_error(file, [Problem(place, message)]) from None


def _compose(file: Path, text: str) -> yaml.Node | None:
    try:
        loader = _PlainLoader(text)
    except yaml.reader.ReaderError as error:
        place = _end(text[: error.position])
        message = f"the character U+{ord(text[error.position]):04X} is not allowed; remove it"
        raise config_error(file, [Problem(place, message)]) from None
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        problem = _syntax_problem(error)
    except (ValueError, OverflowError):  # PyYAML's own slips: "\\U00110000", a version of 5,000 digits
        problem = Problem(_place(loader.get_mark()), "a number or an escape that no character has; correct it")
    raise config_error(file, [problem])


def _syntax_problem(error: yaml.MarkedYAMLError) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    for fragment, at_context, words in _SYNTAX:
        if fragment in said:
            return Problem(_place(error.context_mark if at_context else mark), words)
    return Problem(_place(mark), f"this is not valid YAML ({error.problem}); check quotes and indentation")


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def _end(text: str) -> Place:
    return Place(text.count("\n") + 1, len(text) - text.rfind("\n"))


class _Walk:
    """Turns nodes into plain values, and notes where each stands."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.keys: dict[Loc, Place] = {}
        self.values: dict[Loc, Place] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, loc: Loc) -> object:
        self.values[loc] = _place(node.start_mark)
        if len(self.values) > MOST_VALUES or len(loc) > DEEPEST:
            message = f"more than {MOST_VALUES} values (an alias, *name, repeats all of its own); shorten the file"
            raise config_error(self.file, [Problem(self.keys[loc[:1]], message)])
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            self.known_tag(node, "seq")
            return tuple(self.value(child, (*loc, index)) for index, child in enumerate(node.value))
        self.known_tag(node, "str", "int", "float", "null")
        return _scalar(node)

    def mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, object]:
        self.known_tag(node, "map")
        self.values[loc] = _place(node.start_mark)
        result: dict[str, object] = {}
        for key, child in node.value:
            place = _place(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(Problem(place, "a key must be plain text; remove the brackets"))
            elif key.value in result:
                first = self.keys[*loc, key.value].line
                message = f"the key {quoted(key.value)} is already on line {first}; keep one of the two"
                self.problems.append(Problem(place, message))
            else:
                self.keys[*loc, key.value] = place
                result[key.value] = self.value(child, (*loc, key.value))
        return result

    def known_tag(self, node: yaml.Node, *names: str) -> None:
        if node.tag not in {TAG + name for name in names}:
            tag = node.tag.replace(TAG, "!!")
            message = f"the tag {quoted(tag)} has no meaning here; remove it"
            self.problems.append(Problem(_place(node.start_mark), message))


def _scalar(node: yaml.Node) -> str | int | float | None:
    text = str(node.value)
    if node.tag == TAG + "int" and NUMBER.match(text):
        return int(text)
    if node.tag == TAG + "float" and FRACTION.match(text):
        return float(text)
    return None if node.tag == TAG + "null" else text
