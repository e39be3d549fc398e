"""What the declared options say of themselves: for documents, for messages and for the environment."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from feedsvc.config.options import Group, Options, Otherwise
from feedsvc.config.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from feedsvc.config.problems import Loc

PREFIX = "FEEDSVC_"


@dataclass(frozen=True, slots=True)
class OptionDoc:
    """One option for people.

    `name` is dotted, and the options of a list's members are named after the list. `default` is None when the
    option must be given. `variable` is the environment variable that overrides it, None where none can.
    """

    name: str
    type: str
    default: str | None
    description: str
    variable: str | None


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
    def is_number(self) -> bool:
        """Whether it takes a whole number."""
        return self.field.annotation is int or int in get_args(self.field.annotation)


def options() -> tuple[OptionDoc, ...]:
    """Return every option, in the order of the file."""
    return tuple(
        OptionDoc(
            name=".".join(leaf.path),
            type=_kind_of(leaf.field.annotation, leaf.field.metadata).text,
            default=_default(leaf.field),
            description=leaf.field.description or "",
            variable=leaf.variable if leaf.is_scalar else None,
        )
        for leaf in leaves()
    )


def leaves(group: type[Group] = Options, path: tuple[str, ...] = (), *, in_list: bool = False) -> Iterator[Leaf]:
    """Yield every option below a group, also those of a list's members, in the order of the file."""
    for name, field in group.model_fields.items():
        inner, is_list = group_of(field.annotation)
        if inner:
            yield from leaves(inner, (*path, name), in_list=in_list or is_list)
        else:
            yield Leaf((*path, name), field, is_scalar=not in_list and not is_list)


def group_of(annotation: Any) -> tuple[type[Group] | None, bool]:
    """Return the group that a value or a list's members are (None: neither), and whether it is a list."""
    is_list = get_origin(annotation) is tuple
    inner = get_args(annotation)[0] if is_list else annotation
    return (inner if isinstance(inner, type) and issubclass(inner, Group) else None), is_list


def known_keys(loc: Loc) -> tuple[str, ...]:
    """Return the keys that the group at a path of the file may hold, as at ("sources", 0)."""
    annotation, _ = _declared(loc)
    group, _ = group_of(annotation)
    return tuple((group or Options).model_fields)


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
            field = annotation.model_fields[step]
            annotation, metadata = field.annotation, field.metadata
    return annotation, metadata


def _kind_of(annotation: Any, metadata: list[Any]) -> Kind:
    for mark in metadata:
        if isinstance(mark, Kind):
            return mark
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return _kind_of(inner, marks)
    if get_origin(annotation) in {Union, types.UnionType}:
        return _kind_of(get_args(annotation)[0], metadata)
    if annotation is int:
        low = next(mark.ge for mark in metadata if hasattr(mark, "ge"))
        high = next(mark.le for mark in metadata if hasattr(mark, "le"))
        return Kind(f"a whole number from {low} to {high}")
    return Kind(f"a group of keys ({', '.join(annotation.model_fields)})")


def _default(field: FieldInfo) -> str | None:
    for mark in field.metadata:
        if isinstance(mark, Otherwise):
            return mark.text
    if field.is_required():
        return None
    return "none" if field.default == () else str(field.default)
