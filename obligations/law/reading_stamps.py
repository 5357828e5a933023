"""Writes readings into the YAML files of an edition: text edits that leave everything else alone.

A file is composed into YAML's nodes, which know their lines; a node of the data is found by the
steps that lead to its record (`readings.Place`). Only the lines of the changed keys are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from obligations.law.readings import Place
from obligations.rules.rulebook.trust import SURENESS

WIDTH = 118
KEYS = ("readings", "verification", "not_compared")
"""The keys that are written here; `verification` is what older editions had for readings."""
ORDER = ("how", "text", "as_at", "where", "by", "day", "readers", "of", "parts", "why")


class _Dumper(yaml.SafeDumper):
    """YAML as the files have it: a day is plain text there."""


_Dumper.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


@dataclass
class Files:
    """The YAML files of a folder while readings are written into them."""

    folder: Path
    texts: dict[str, list[str]] = field(default_factory=dict)
    nodes: dict[str, list[tuple[str, yaml.Node]]] = field(default_factory=dict)
    """Of each section, the file and the node of each record, or of the section where it is one."""
    edits: dict[str, list[tuple[int, int, list[str]]]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> Files:
        found = cls(folder)
        for path in sorted(p for p in folder.rglob("*.yaml") if p.is_file()):
            name, text = path.relative_to(folder).as_posix(), path.read_text()
            found.texts[name] = text.splitlines(keepends=True)
            root = yaml.compose(text, yaml.CSafeLoader)
            for key, node in _pairs(root):
                many = node.value if isinstance(node, yaml.SequenceNode) else [node]
                found.nodes.setdefault(key, []).extend((name, each) for each in many)
        return found

    def node(self, place: Place) -> tuple[str, yaml.MappingNode]:
        """The file of a record, and its node."""
        _, *steps = place.steps
        many = self.nodes[place.section]
        first = steps.pop(0) if steps and isinstance(steps[0], int) else 0
        name, node = many[int(first)]
        for step in steps:
            node = node.value[step] if isinstance(step, int) else dict(_pairs(node))[step]
        if not isinstance(node, yaml.MappingNode):
            raise TypeError(f"{place.path} is no record in {name}")
        return name, node

    def file_of(self, place: Place) -> str:
        return self.node(place)[0]

    def add_source(self, place: Place, url: str, where: str) -> None:
        """Makes the official document the first source of a record that names its sources."""
        name, node = self.node(place)
        found = dict(_pairs(node)).get("sources")
        if isinstance(found, yaml.SequenceNode) and found.value and not found.flow_style:
            indent = " " * found.start_mark.column
            first, second = (
                yaml_of({key: value}, len(indent) + 2, flow=False)
                for key, value in (("url", url), ("where", where))
            )
            rest = (f"{indent}  {line}\n" for line in [*first[1:], *second])
            lines = [f"{indent}- {first[0]}\n", *rest]
            at = found.start_mark.line
            self.edits.setdefault(name, []).append((at, at, lines))

    def write(
        self, place: Place, readings: Iterable[Mapping[str, Any]], not_compared: str | None
    ) -> None:
        """Gives a record these readings, best first, and why it was not compared, if it was not."""
        name, node = self.node(place)
        lines = _lines(node, readings, not_compared)
        mine = [(key, value) for key, value in node.value if key.value in KEYS]
        edits = self.edits.setdefault(name, [])
        for number, (key, value) in enumerate(mine):
            first, last = key.start_mark.line, _last_line(value)
            edits.append((first, last + 1, [] if number else lines))
        if not mine:
            before = next((key for key, _ in node.value if key.value == "sources"), None)
            at = before.start_mark.line if before else _last_line(node) + 1
            edits.append((at, at, lines))

    def save(self) -> list[str]:
        """Writes the changed files and tells which."""
        changed = []
        for name, edits in self.edits.items():
            lines = list(self.texts[name])
            for first, end, new in sorted(edits, reverse=True, key=lambda each: each[:2]):
                lines[first:end] = new
            if lines != self.texts[name]:
                (self.folder / name).write_text("".join(lines))
                changed.append(name)
        return changed


def _pairs(node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
    return [] if node is None else [(key.value, value) for key, value in node.value]


def _last_line(node: yaml.Node) -> int:
    """The last line that a node stands on: a block's own mark is where the next thing begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    end = node.end_mark
    return int(end.line) if end.column else max(int(end.line) - 1, int(node.start_mark.line))


def _lines(
    node: yaml.MappingNode, readings: Iterable[Mapping[str, Any]], not_compared: str | None
) -> list[str]:
    indent = " " * node.value[0][0].start_mark.column
    best_first = sorted(readings, key=lambda one: SURENESS.index(one["how"]))
    out = [f"{indent}readings:\n"] if best_first else []
    for each in best_first:
        out += _entry(f"{indent}  ", each)
    if not_compared:
        out += _wrapped(indent, yaml_of({"not_compared": not_compared}, len(indent), flow=False))
    return out


def _entry(indent: str, reading: Mapping[str, Any]) -> list[str]:
    """A reading as one flow mapping, on more lines where it is long."""
    said = {key: reading[key] for key in ORDER if reading.get(key)}
    if isinstance(said.get("text"), list) and len(said["text"]) == 1:
        (said["text"],) = said["text"]
    first, *rest = yaml_of(said, len(indent) + 2, flow=True)
    return [f"{indent}- {first}\n", *(f"{indent}  {line.strip()}\n" for line in rest)]


def _wrapped(indent: str, lines: list[str]) -> list[str]:
    return [f"{indent}{line}\n" for line in lines]


def yaml_of(value: Any, indent: int, *, flow: bool) -> list[str]:
    """A value in the files' way of writing, line by line, `indent` columns left free."""
    text = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=flow, sort_keys=False, allow_unicode=True,
        width=WIDTH - indent,
    )  # fmt: skip
    return str(text).rstrip("\n").split("\n")
