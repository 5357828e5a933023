"""`./bench`: sets up what benches need beside the tracker, then runs them."""

from __future__ import annotations

import os
import subprocess

from launch import environment, keeper
from launch.variables import ROOT, data_folder


def run(words: list[str]) -> int:
    """Continue in the environment's own Python; the exit code."""
    var = data_folder()
    keeper.make_folders(var)
    python = environment.ensure(var, "requirements.txt", "requirements-bench.txt")
    os.chdir(ROOT)
    return subprocess.run([python, "-m", "benchmarks", *words], check=False).returncode
