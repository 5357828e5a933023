"""Hostile values: for addresses, queries and forms, and files for every upload."""

from __future__ import annotations

import random
from urllib.parse import quote

DAYS = (
    "2026-02-30", "9999-12-31", "0001-01-01", "0000-00-00", "10000-01-01", "-0001-01-01",
    "20261121", "2026-W47-6", "2026-11-21T10:00:00", "9999-12-31T23:59:59+14:00",
    "0001-01-01T00:00:00-14:00", "２０２６-11-21", "1899-12-31", "2200-12-31", "2026-13-01",
)  # fmt: skip
NUMBERS = (
    "²", "٣", "-1", "0", "9" * 20, "9" * 5_000, "9223372036854775807", "9223372036854775808",
    "2147483648", "1e999", "Infinity", "-inf", "NaN", "0x1F", "0b_", "1_000", "1.5", "½", "1" * 309,
)  # fmt: skip
TEXTS = (
    "", " ", "\x00", "a\x00b", "\x01\x02\x1b[31m", "\u202etxt.exe", "\ufeff", "\u200b", "\u2028",
    "\ufffe", "a\r\nBcc: x@example.org", "a\nb", "x" * 300, "y" * 30_000, "🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 20, "é" * 200,
    "'; DROP TABLE obligations_user; --", "{{ 7*7 }}", "<script>alert(1)</script>", "%s%n%d",
    "=cmd|' /C calc'!A0", "../../etc/passwd", "..%2f..%2f", "//evil.example", "http://[",
    "https://evil.example/", "javascript:alert(1)", f"https://example.org/{'x' * 250}",
    "\\\\evil.example", "None", "null", "true",
    "[]", "{}", '{"a":' * 500, "[" * 2_000, '{"a": "\\ud800"}', '{"has_livestreaming@u2u": [[1]]}',
    '{"uk_monthly_active_users@u2u": Infinity}', '{"service_start_date": "9999-12-31"}',
    '{"@": 1}', '{"a": NaN}', '{"designated_categories": {"a": 1}}', "a@" + "ü" * 60 + ".com",
    "yes", "no", "unknown", "csv", "pdf", "xlsx", "ics", "docx", "yaml", "json", "icu-c1", "-",
)  # fmt: skip
RAW = ("%00", "%ff", "%ed%a0%80", "%", "%zz", "%f0%9f%92", "%c0%af", "a%00b", "%0d%0aX:y", "%2e%2e")
"""Percent-encoded as no browser does."""

_FACTS = "platform: Trial\nfacts:\n  has_user_to_user_part: true\n"
FILES: tuple[bytes, ...] = (
    b"", b"\x00", b"\xff\xfe\x00", b"%PDF-1.7", b"PK\x03\x04", b"[" * 60_000, b"{" * 60_000,
    b"- " * 30_000, b'{"a":' * 10_000, b"a: " * 20_000, b"platform: [", b"platform: *a",
    b"a: &a [1]\nb: *a", b"&a [*a]", b"? [a]\n: b", b"<<: {a: 1}", b"=: 1", b"platform: !!int abc",
    b"!!python/object/apply:os.system [ls]", b"!!set {a}", b"!!binary ////",
    b"%YAML 9.9\n---\na: b",
    b"platform: Trial\nplatform: Other", b"--- a\n--- b", b"x" * 70_000, b'{"platform": "\\ud800"}',
    b'{"platform": "T", "facts": {"a": 1e999}}', b'{"platform": "T", "facts": NaN}',
    b"\xef\xbb\xbf",
    b'"\\0": 1', b'platform: "a\\0b"', b'platform: "a\\ud800"', b"platform: \xe2\x80\xae", b"null",
    *(f"{_FACTS}  {line}\n".encode() for line in (
        "service_start_date: 2026-02-30", "service_start_date: 9999-12-31",
        "service_start_date: 0001-01-01", "service_start_date: 2026-11-21T10:00:00+99:00",
        "service_start_date: 1:30", "service_start_date: [2026-01-01]", "service_start_date: 12",
        "uk_monthly_active_users: 0b_", "uk_monthly_active_users: .inf",
        "uk_monthly_active_users: .nan", "uk_monthly_active_users: 1:30:00",
        "uk_monthly_active_users: 0o17", "uk_monthly_active_users: 0x_",
        f"uk_monthly_active_users: {'9' * 5_000}", f"uk_monthly_active_users: -{'9' * 400}.5",
        "uk_monthly_active_users: {low: .inf, high: 1}",
        "uk_monthly_active_users: {low: [], high: {}}",
        "uk_monthly_active_users: {low: -1}", "uk_monthly_active_users: !!float abc",
        "uk_monthly_active_users: 1e400", "uk_monthly_active_users: 999999999999999999",
        "allows_ppc_kinds: {a: 1}", "allows_ppc_kinds: [[a]]", "allows_ppc_kinds: [null]",
        "risk: [a]", "risk: {hate: [1]}", "risk: {hate: {a: 1}}", "risk: {? {a: 1} : b}",
        "sides: 1",
        "sides: {u2u: 1}", "sides: {u2u: {risk: 1}}", "sides: {? [1] : 2}", "null: 1", "1: 2",
        "true: false", "2026-01-01: 1", "provider_is_uk: maybe", "schedule_1_paragraphs: [0]",
    )),
    *(f"{_FACTS}{line}\n".encode() for line in (
        "designations: [{category: 1, from: 9999-12-31}]",
        "designations: [{category: [1], from: 1}]",
        "designations: [{category: '1', from: 2026-01-01, to: 9999-12-31}]", "designations: {a: 1}",
        "designations: [{category: '1', from: 2026-02-30, appealed: 0001-01-01}]",
        "designations: 1",
        "events: [{event: [1], on: 2026-01-01}]", "events: [{event: penalty, on: 9999-12-31}]",
        "events: [{event: penalty, on: 9999-12-31T23:59:59-12:00}]", "events: [{on: 1}]",
        "events: x",
        "events: [{event: penalty, on: 0001-01-01, due_on: 9999-12-31}]", "events: [[1]]",
        "how_known: [a]", "how_known: {uk_monthly_active_users: {a: [1]}}", "about: [1, {a: b}]",
        "how_known: {? [a] : b}", "provider: 2026-02-30", f"about: {'x' * 5_000}", "facts: 5",
        f"provider: {'9' * 5_000}", "sides: {search: {a: 1}, u2u: null}", "nothing: 1",
    )),
)  # fmt: skip


def value(rng: random.Random) -> str:
    """Something nobody should send."""
    return rng.choice(rng.choice((DAYS, NUMBERS, TEXTS)))


def encoded(rng: random.Random) -> str:
    """The same as part of an address."""
    if rng.random() < 0.2:
        return rng.choice(RAW)
    return quote(value(rng)[:3_000], safe="", errors="replace")


def file(rng: random.Random) -> bytes:
    """A file nobody should upload; sometimes one of them with a few bytes changed."""
    data = bytearray(rng.choice(FILES))
    if data and rng.random() < 0.3:
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)
