"""Reads the YAML files of an edition, from a folder or a ZIP, and joins them into one document.

Days stay text: a day that is not in the calendar is then a fault with a file and a record, where
YAML's own reading would stop at the first one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from obligations.law.faults import Fault, LawError, suggest
from obligations.law.schema import Law

MAX_BYTES = 64 * 1024 * 1024
"""The law is about 1.5 MB; a ZIP that unpacks to far more is refused before it is read."""

KEYS = tuple(Law.model_fields)


class _Loader(yaml.CSafeLoader):
    """YAML 1.1 without timestamps, in which a key may stand only once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be plain text; quote it", key.start_mark
                )
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(slots=True)
class Document:
    """The joined files. `origins` says, for each key, which file each record came from."""

    data: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, list[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def file_of(self, key: str, index: int | None) -> str:
        """The file a record came from; the index matters only where a key stands in several."""
        files = self.origins.get(key, [])
        if not files:
            return ""
        return files[index] if index is not None and index < len(files) else files[0]

    def without(self, left_out: set[tuple[str, int]]) -> Document:
        """The same document but for some records of its lists."""
        kept = {
            key: [i for i in range(len(value)) if (key, i) not in left_out]
            for key, value in self.data.items()
            if isinstance(value, list)
        }
        return Document(
            {k: [v[i] for i in kept[k]] if k in kept else v for k, v in self.data.items()},
            {k: [v[i] for i in kept[k]] if k in kept else v for k, v in self.origins.items()},
        )

    def add(self, name: str, content: object) -> None:
        """Joins one file: lists are appended, everything else may stand in one file only."""
        if not isinstance(content, dict):
            self.faults.append(
                Fault(name, "", "", "the file must hold keys such as: " + ", ".join(KEYS))
            )
            return
        for key, value in content.items():
            if key not in KEYS:
                self.faults.append(Fault(name, "", key, f"unknown key{suggest(key, KEYS)}"))
            elif key not in self.data:
                self.data[key] = list(value) if isinstance(value, list) else value
                self.origins[key] = [name] * (len(value) if isinstance(value, list) else 1)
            elif isinstance(value, list) and isinstance(self.data[key], list):
                self.data[key].extend(value)
                self.origins[key] += [name] * len(value)
            else:
                self.faults.append(
                    Fault(name, "", key, f"stands in {self.origins[key][0]} as well")
                )


def load(path: Path) -> Document:
    """All YAML files below a folder, or inside a ZIP, joined in the order of their names.

    Raises LawError for files that cannot be read: what else is wrong may only follow from that.
    """
    document = Document()
    unreadable: list[Fault] = []
    for name, text in _texts(path):
        try:
            document.add(name, yaml.load(text, _Loader))  # noqa: S506 - _Loader is a SafeLoader
        except yaml.MarkedYAMLError as wrong:
            mark = wrong.problem_mark
            where = f"line {mark.line + 1}" if mark else ""
            unreadable.append(Fault(name, "", where, f"not readable YAML: {wrong.problem}"))
        except (yaml.YAMLError, ValueError, RecursionError) as wrong:  # `0b_` is a ValueError.
            unreadable.append(Fault(name, "", "", f"not readable YAML: {wrong}"))
    if unreadable:
        raise LawError(unreadable)
    if not document.data and not document.faults:
        raise LawError([Fault(str(path), "", "", "holds no .yaml file")])
    return document


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each file; the name is relative to the folder or the ZIP."""
    if path.is_dir():
        files = sorted(p for p in path.rglob("*.yaml") if p.is_file())
        yield from (
            (p.relative_to(path).as_posix(), _decode(str(p), p.read_bytes())) for p in files
        )
    elif path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = sorted(
                (m for m in archive.infolist() if m.filename.endswith(".yaml") and not m.is_dir()),
                key=lambda m: m.filename,
            )
            if sum(m.file_size for m in members) > MAX_BYTES:
                raise LawError(
                    [Fault(str(path), "", "", f"unpacks to more than {MAX_BYTES // 2**20} MB")]
                )
            for member in members:
                yield (
                    PurePosixPath(member.filename).as_posix(),
                    _decode(member.filename, archive.read(member)),
                )
    elif path.exists():
        raise LawError(
            [Fault(str(path), "", "", "neither a folder of YAML files nor a ZIP of them")]
        )
    else:
        raise LawError([Fault(str(path), "", "", "does not exist")])


def _decode(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise LawError([Fault(name, "", "", "is not UTF-8 text")]) from wrong
