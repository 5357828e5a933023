"""Known holes in the packages that the tracker runs on, as pip-audit finds them at PyPI.

`python -m launch.audit` fails where there is one; where nobody can be asked it says so and
passes, because a machine without the internet is no hole.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from launch.console import say
from launch.variables import ROOT, data_folder

IGNORED: Mapping[str, str] = {}
"""Advisories, by id, that do not concern us, each with the reason."""
_SECONDS = 60
_FOR_ONE_ANSWER = 5
_NOBODY_ANSWERS = ("ConnectionError", "ProxyError", "Timeout", "ServiceError")


def main() -> int:
    """Audit `requirements.txt`; the exit code."""
    try:
        done = subprocess.run(_command(), capture_output=True, text=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return _not_audited(f"no answer within {_SECONDS} seconds")
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except ValueError:
        if any(word in done.stderr for word in _NOBODY_ANSWERS):
            return _not_audited("no vulnerability service reachable")
        say(done.stderr)
        return 1
    return judge(packages)


def _command() -> list[str]:
    return [
        sys.executable, "-m", "pip_audit", "-r", str(ROOT / "requirements.txt"),
        "--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off",
        "--timeout", str(_FOR_ONE_ANSWER), "--cache-dir", str(data_folder() / "run" / "audit"),
    ]  # fmt: skip


def judge(packages: list[dict[str, Any]]) -> int:
    """Say what pip-audit's answer comes to."""
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    if len(unknown) == len(packages):
        return _not_audited("no vulnerability service reachable")
    found = [
        f"{each['name']} {each['version']}: {hole['id']}"
        f" (mended in {', '.join(hole['fix_versions']) or 'no version yet'})"
        for each in packages
        for hole in each.get("vulns", ())
        if not IGNORED.keys() & {hole["id"], *hole["aliases"]}
    ]
    for line in found:
        say(line)
    if found:
        say(
            "Raise these packages in requirements.txt; an advisory that does not concern us gets a"
            f" reason in {__spec__.name if __spec__ else __name__}."
        )
    elif unknown:
        return _not_audited(f"{', '.join(unknown)}: unknown to the vulnerability service")
    return 1 if found else 0


def _not_audited(why: str) -> int:
    say(f"not audited: {why}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
