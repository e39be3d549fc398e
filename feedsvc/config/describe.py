"""What the declared options say of themselves: for documents, for messages and for the environment."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from feedsvc.config.group import Group, Otherwise
from feedsvc.config.options import Options
from feedsvc.config.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from feedsvc.config.problems import Loc

PREFIX = "FEEDSVC_"
FILE_SUFFIX = "_FILE"


@dataclass(frozen=True, slots=True)
class OptionDoc:
    """One option for people.

    `name` is dotted, and the options of a list's members are named after the list. `default` is None when the
    option must be given. `variable` is the environment variable that overrides it, None where none can; a secret has
    `file_variable` too, which names a file that holds the value.
    """

    name: str
    type: str
    default: str | None
    description: str
    variable: str | None
    file_variable: str | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """An option that is no group of others: its path without list positions, and how it is declared."""

    path: tuple[str, ...]
    field: FieldInfo
    is_scalar: bool

    @property
    def variable(self) -> str:
        """The environment variable of its path."""
        return PREFIX + "__".join(self.path).upper()

    @property
    def file_variable(self) -> str | None:
        """The environment variable that names a file with its value; None when it is no secret."""
        return self.variable + FILE_SUFFIX if self.is_scalar and self.kind.is_secret else None

    @property
    def kind(self) -> Kind:
        """What its value must be."""
        return _kind_of(self.field.annotation, self.field.metadata)

    @property
    def is_number(self) -> bool:
        """Whether it takes a whole number."""
        return self.field.annotation is int or int in get_args(self.field.annotation)


def options() -> tuple[OptionDoc, ...]:
    """Return every option, in the order of the file."""
    return tuple(
        OptionDoc(
            name=".".join(leaf.path),
            type=leaf.kind.text,
            default=_default(leaf.field),
            description=leaf.field.description or "",
            variable=leaf.variable if leaf.is_scalar else None,
            file_variable=leaf.file_variable,
        )
        for leaf in leaves()
    )


def leaves(group: type[Group] = Options, path: tuple[str, ...] = (), *, in_list: bool = False) -> Iterator[Leaf]:
    """Yield every option below a group, also those of a list's members, in the order of the file."""
    for name, field in _fields(group).items():
        inner, is_list = group_of(field.annotation)
        if inner:
            yield from leaves(inner, (*path, name), in_list=in_list or is_list)
        else:
            yield Leaf((*path, name), field, is_scalar=not in_list and not is_list)


def group_of(annotation: Any) -> tuple[type[Group] | None, bool]:
    """Return the group that a value or a list's members are (None: neither), and whether it is a list."""
    annotation = _given(annotation)
    is_list = get_origin(annotation) is tuple
    inner = get_args(annotation)[0] if is_list else annotation
    return (inner if isinstance(inner, type) and issubclass(inner, Group) else None), is_list


def known_keys(loc: Loc) -> tuple[str, ...]:
    """Return the keys that the group at a path of the file may hold, as at ("sources", 0)."""
    annotation, _ = _declared(loc)
    group, _ = group_of(annotation)
    return tuple(_fields(group or Options))


def kind_at(loc: Loc) -> Kind:
    """Return what the value at a path of the file must be, as at ("countries", 3)."""
    return _kind_of(*_declared(loc))


def _declared(loc: Loc) -> tuple[Any, list[Any]]:
    annotation: Any = Options
    metadata: list[Any] = []
    for step in loc:
        if isinstance(step, int):
            annotation, metadata = get_args(annotation)[0], []
        else:
            field = _fields(_given(annotation))[step]
            annotation, metadata = field.annotation, field.metadata
    return annotation, metadata


def _kind_of(annotation: Any, metadata: list[Any]) -> Kind:
    for mark in metadata:
        if isinstance(mark, Kind):
            return mark
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return _kind_of(inner, marks)
    if _given(annotation) is not annotation:
        return _kind_of(_given(annotation), metadata)
    if annotation is int:
        low = next(mark.ge for mark in metadata if hasattr(mark, "ge"))
        high = next(mark.le for mark in metadata if hasattr(mark, "le"))
        return Kind(f"a whole number from {low} to {high}")
    holds_secret = any(leaf.kind.is_secret for leaf in leaves(annotation))
    return Kind(f"a group of keys ({', '.join(_fields(annotation))})", is_secret=holds_secret)


def _fields(group: type[Group]) -> dict[str, FieldInfo]:
    """The options of a group by their names in the file; `from` cannot be a name in Python."""
    return {field.alias or name: field for name, field in group.model_fields.items()}


def _given(annotation: Any) -> Any:
    """What a value is where it is given: the first member of a union with None."""
    return get_args(annotation)[0] if get_origin(annotation) in {Union, types.UnionType} else annotation


def _default(field: FieldInfo) -> str | None:
    for mark in field.metadata:
        if isinstance(mark, Otherwise):
            return mark.text
    if field.is_required():
        return None
    return "none" if field.default == () else str(field.default)
