"""`./start`, `./test` and `./bench` arrive here."""

from __future__ import annotations

import sys

from launch import bench, commands, tests
from launch.console import Problem, complain, in_words
from launch.variables import data_folder, read_env_file, shut_out_strangers


def main(words: list[str]) -> int:
    """Run the command; the exit code is 1 after a problem, 130 after Ctrl-C."""
    try:
        if words[:1] == ["test"]:
            return tests.run(words[1:])
        shut_out_strangers()
        read_env_file()
        if words[:1] == ["bench"]:
            return bench.run(words[1:])
        return commands.run(words)
    except Problem as problem:
        complain(problem)
        return 1
    except OSError as error:
        complain(in_words(error, data_folder()))
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
