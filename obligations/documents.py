"""Files of facts as people write them: YAML or JSON, read as plain values and nothing else.

YAML here has no aliases, no tags, no second value under one name, no base 2 or 60 and no days of
its own: a name is text whatever it looks like, and a day stays text until `intake.day` reads it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from obligations.intake import unfit

LARGEST = 64 * 1024
DEEPEST = 20
MOST_DIGITS = 20
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)$")
_FLOAT = re.compile(r"[-+]?[0-9][0-9_]*\.[0-9]*(?:[eE][-+]?[0-9]{1,3})?$")


class Unreadable(ValueError):
    """The file holds neither YAML nor JSON that can be taken; the message says what is wrong."""


class _Loader(yaml.SafeLoader):
    """YAML of plain values: a small file cannot unfold into a large one."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable("The file uses YAML aliases (*name, &name). Write the values out.")
        if tag := getattr(event, "tag", None):
            raise Unreadable(f"The file uses a YAML tag ({tag[:60]}). Write the value alone.")
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("The file is nested too deeply.")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Names as they are written, a bare `on` or `null` among them."""
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Unreadable(f"Line {key.start_mark.line + 1}: a name is wanted before ':'.")
        return _once((key.value, self.construct_object(value, deep)) for key, value in node.value)

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        return _whole(node.value.replace("_", ""))

    def construct_yaml_float(self, node: yaml.ScalarNode) -> float:
        return _finite(node.value.replace("_", ""))


def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """What a bare scalar is taken for, by its first letter: yes, no, null and decimal numbers."""
    kept = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:null")
    found = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag in kept]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    for first in "+-0123456789":
        numbers = [("tag:yaml.org,2002:int", _INT), ("tag:yaml.org,2002:float", _FLOAT)]
        found[first] = [*found.get(first, ()), *numbers]
    return found


_Loader.yaml_implicit_resolvers = _resolvers()
_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_yaml_float)


def read(data: bytes) -> dict[str, Any]:
    """The mapping that a file of YAML or JSON holds. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable("The file is larger than 64 KB: it is no file of facts.")
    try:
        text = data.decode("utf-8-sig")
        found = parsed_json(text) if text.lstrip()[:1] == "{" else yaml.load(text, _Loader)  # noqa: S506 - a safe loader with less
    except UnicodeDecodeError:
        raise Unreadable("The file is not text.") from None
    except yaml.YAMLError as error:
        raise Unreadable(f"The file is neither YAML nor JSON: {error}") from None
    if not isinstance(found, dict):
        raise Unreadable("The file holds no answers: it should begin with platform: a name.")
    _check(found)
    return found


def parsed_json(text: str) -> Any:
    """What JSON holds, under the same rules. Raises Unreadable."""
    try:
        found = json.loads(
            text, object_pairs_hook=_once, parse_int=_whole, parse_float=_finite,
            parse_constant=_constant,
        )  # fmt: skip
    except json.JSONDecodeError as error:
        raise Unreadable(f"The file is neither YAML nor JSON: {error}") from None
    except RecursionError:
        raise Unreadable("The file is nested too deeply.") from None
    _check(found)
    return found


def _check(found: Any) -> None:
    """Refuse what is nested too deeply and letters that no text may hold."""
    for depth, each in _walk(found, 0):
        if depth > DEEPEST:
            raise Unreadable("The file is nested too deeply.")
        if isinstance(each, str) and (wrong := unfit(each)):
            raise Unreadable(f"The file holds {wrong}. Take it out.")


def _walk(value: Any, depth: int) -> Iterator[tuple[int, Any]]:
    """Every value and name with how deep it lies, going no deeper than may be."""
    yield depth, value
    inner: list[Any] = []
    if isinstance(value, dict):
        inner = [*value.keys(), *value.values()]
    elif isinstance(value, list):
        inner = value
    for each in inner if depth <= DEEPEST else ():
        yield from _walk(each, depth + 1)


def _once(pairs: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Unreadable(f"The file gives “{name[:80]}” twice in one place. Keep one of them.")
        found[name] = value
    return found


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise Unreadable(f"The file holds a number of {len(text):,} digits: it is too large.")
    return int(text)


def _finite(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise Unreadable(f"The file holds a number that is too large: {text[:40]}.")
    return found


def _constant(name: str) -> NoReturn:
    raise Unreadable(f"The file holds {name}, which is no number.")
