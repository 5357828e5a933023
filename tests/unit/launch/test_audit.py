"""The audit of packages: pip-audit against a service of our own, and against none."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from launch import audit

HOLE = {
    "id": "PYSEC-2026-1",
    "aliases": ["CVE-2026-1"],
    "summary": "A hole",
    "published": "2026-01-01T00:00:00Z",
    "modified": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]},
            ],
        }
    ],
}


class Service(BaseHTTPRequestHandler):
    """Answers as OSV does: it knows one hole, in Django."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = {"vulns": [HOLE]} if asked["package"]["name"] == "django" else {}
        words = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
    monkeypatch.setenv("PIP_AUDIT_OSV_URL", f"http://127.0.0.1:{server.server_port}/v1/query")
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("service")
def test_known_hole_fails_and_says_which_version_mends_it(capsys):
    assert audit.main() == 1
    said = capsys.readouterr().out
    assert ": PYSEC-2026-1 (mended in 99.1)" in said
    assert said.startswith("django 5.2")


@pytest.mark.usefixtures("service")
def test_hole_that_does_not_concern_us_passes_by_any_of_its_names(monkeypatch, capsys):
    monkeypatch.setattr(audit, "IGNORED", {"CVE-2026-1": "A test"})
    assert audit.main() == 0
    assert capsys.readouterr().out == ""


def test_nobody_to_ask_is_said_and_passes(monkeypatch, capsys):
    monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
    monkeypatch.setenv("PIP_AUDIT_OSV_URL", "http://127.0.0.1:9/v1/query")
    assert audit.main() == 0
    assert capsys.readouterr().out == "not audited: no vulnerability service reachable\n"


def test_service_that_knows_no_package_has_audited_nothing(capsys):
    """As a mirror of PyPI answers that has packages and no advisories."""
    assert audit.judge([{"name": "django", "skip_reason": "not found"}]) == 0
    assert capsys.readouterr().out == "not audited: no vulnerability service reachable\n"


def test_what_is_wrong_with_the_list_itself_fails(monkeypatch, tmp_path, capsys):
    (tmp_path / "requirements.txt").write_text("django\n")
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    assert audit.main() == 1
    assert "django" in capsys.readouterr().out


def test_every_advisory_that_is_ignored_has_a_reason():
    assert all(reason.strip() for reason in audit.IGNORED.values())
