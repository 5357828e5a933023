"""Files of facts: plain values of YAML and JSON, and the words for everything else."""

from __future__ import annotations

import pytest

from benchmarks.fuzz import hostile
from obligations import documents


def test_names_and_days_stay_text() -> None:
    data = b"on: 2026-11-21\nnull: 1_000\n1: yes\ntext: 1:30\nnothing: ~\nshare: 1.5\nhex: 0x1F\n"
    assert documents.read(data) == {
        "on": "2026-11-21", "null": 1000, "1": True, "text": "1:30", "nothing": None,
        "share": 1.5, "hex": "0x1F",
    }  # fmt: skip


def test_json_is_read_alike() -> None:
    assert documents.read(b'\xef\xbb\xbf {"a": [1, 1.5, null, "x"]}') == {"a": [1, 1.5, None, "x"]}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a: &a 1\nb: *a", "aliases"),
        (b"a: &a 1", "aliases"),
        (b"a: !!int abc", "a YAML tag"),
        (b"!!python/object/apply:os.system [ls]", "a YAML tag"),
        (b"a: 1\na: 2", "“a” twice"),
        (b'{"a": 1, "a": 2}', "“a” twice"),
        (b"? [a]\n: b", "Line 1: a name is wanted"),
        (b"a: " + b"9" * 5_000, "a number of 5,000 digits"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "a number of 5,000 digits"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": NaN}', "NaN, which is no number"),
        (b'{"a": Infinity}', "Infinity, which is no number"),
        (b'{"a": "\\ud800"}', r"U\+D800"),
        (b'a: "\\0"', r"U\+0000"),
        (b'{"a": {"\\u0000": 1}}', r"U\+0000"),
        (b"{" + b"[" * 60_000, "nested too deeply|neither YAML"),
        (b"[" * 60_000, "nested too deeply"),
        (b"- " * 30_000, "nested too deeply"),
        (b'{"a":' * 10_000, "nested too deeply"),
        (b'{"a":' * 30 + b"1" + b"}" * 30, "nested too deeply"),
        (b"a: b: c", "neither YAML nor JSON"),
        (b"\xff\xfe", "not text"),
        (b"--- a\n--- b", "neither YAML nor JSON"),
        (b"", "holds no answers"),
        (b"x" * 70_000, "larger than 64 KB"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(documents.Unreadable, match=words):
        documents.read(data)


@pytest.mark.parametrize("number", range(len(hostile.FILES)))
def test_no_hostile_file_breaks_the_reader(number: int) -> None:
    try:
        found = documents.read(hostile.FILES[number])
    except documents.Unreadable:
        return
    assert isinstance(found, dict)
