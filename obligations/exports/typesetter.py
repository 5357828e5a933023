"""Typesets one document in a process of its own: a job as JSON comes in, the PDF goes out.

typst may panic, or take all the memory or time there is, over a text that somebody chose; here that
ends nothing but this process. It is run as a file by `pdf.py` and imports nothing of ours, so that
it starts in a twentieth of a second.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import resource
import sys
import time
from typing import Any

import typst

MEMORY = 2 * 1024**3  # Of addresses: the fonts and the threads' stacks count, used or not.
SECONDS = 20
BOX = "□"
_OURS = r"\x20-\x7e\n\xa0-\u024f\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u22ff\u25a1"
_BEYOND = f"[^{_OURS}]"
BEYOND_OUR_WORDS = re.compile(_BEYOND)
"""What our own words never hold: only names and texts that people wrote."""
_WORD = re.compile(rf"\S*{_BEYOND}\S*")
PROBING = 5.0
PANIC = "PanicException"


def typeset(job: dict[str, Any]) -> bytes:
    """The document of a job; what cannot be drawn is a box in it, and named at its end.

    The first try changes nothing. Where typst refuses or panics, each word beyond Latin is tried
    alone and mended; where it still does, all that is beyond Latin is boxed. `plain` begins there.
    """
    compiler = typst.Compiler(
        root=job["templates"], font_paths=job["fonts"], ignore_system_fonts=True
    )
    mendings = [_all_boxed] if job["plain"] else [_as_it_is, _mended, _all_boxed]
    for mend in mendings[:-1]:
        try:
            return _set(compiler, job, mend(compiler, job))
        except BaseException as error:  # typst's panic is no Exception
            if not _is_typsts(error):
                raise
    return _set(compiler, job, mendings[-1](compiler, job))


def _is_typsts(error: BaseException) -> bool:
    return isinstance(error, typst.TypstError) or type(error).__name__ == PANIC


def _set(compiler: typst.Compiler, job: dict[str, Any], boxed: dict[str, str]) -> bytes:
    """The document with the words that `boxed` names set otherwise."""
    undrawn = sorted({c for word, told in boxed.items() for c in _lost(word, told)})
    made = compiler.compile(
        f"{job['templates']}/{job['template']}",
        sys_inputs={
            "report": json.dumps(_each(job["report"], boxed), ensure_ascii=False),
            "undrawn": json.dumps([f"U+{ord(one):04X}" for one in undrawn]),
        },
        pdf_standards=["ua-1"],
        timestamp=dt.datetime.fromisoformat(job["made"]),
    )
    assert isinstance(made, bytes)
    return made


def _lost(word: str, told: str) -> set[str]:
    return {was for was, now in zip(word, told, strict=True) if was != now}


def _as_it_is(_compiler: typst.Compiler, _job: dict[str, Any]) -> dict[str, str]:
    return {}


def _all_boxed(_compiler: typst.Compiler, job: dict[str, Any]) -> dict[str, str]:
    return {word: BEYOND_OUR_WORDS.sub(BOX, word) for word in _words(job["report"])}


def _mended(compiler: typst.Compiler, job: dict[str, Any]) -> dict[str, str]:
    """How the words that typst cannot set are set: with a box for each character it cannot draw,
    or, where only their being together is the trouble, for all that is beyond Latin."""
    ends, boxed = time.monotonic() + PROBING, {}
    for word in _words(job["report"]):
        if time.monotonic() < ends and _drawn(compiler, job, word):
            continue
        told = "".join(
            one if not BEYOND_OUR_WORDS.match(one) or _drawn(compiler, job, one) else BOX
            for one in word
        )
        whole = time.monotonic() < ends and _drawn(compiler, job, told)
        boxed[word] = told if whole else BEYOND_OUR_WORDS.sub(BOX, word)
    return boxed


def _drawn(compiler: typst.Compiler, job: dict[str, Any], word: str) -> bool:
    try:
        probe = f"{job['templates']}/probe.typ"
        compiler.compile(probe, sys_inputs={"word": word}, pdf_standards=["ua-1"])
    except BaseException as error:
        if not _is_typsts(error):
            raise
        return False
    return True


def _words(value: Any) -> set[str]:
    """The words of all texts that are not ours alone."""
    match value:
        case dict():
            return set().union(*map(_words, value.values()))
        case list():
            return set().union(*map(_words, value))
        case str():
            return set(_WORD.findall(value))
        case _:
            return set()


def _each(value: Any, boxed: dict[str, str]) -> Any:
    """The same data with each word as it is to be set."""
    match value:
        case dict():
            return {name: _each(one, boxed) for name, one in value.items()}
        case list():
            return [_each(one, boxed) for one in value]
        case str() if boxed:
            return _WORD.sub(lambda found: boxed.get(found[0], found[0]), value)
        case _:
            return value


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.buffer.write(typeset(json.load(sys.stdin.buffer)))
