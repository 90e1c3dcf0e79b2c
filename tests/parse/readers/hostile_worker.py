"""Parses every file it is given under bounds of time and memory and prints, for each, what came of it as one JSON line.

`python hostile_worker.py SECONDS MEGABYTES FILE …`: an error of ggplan is its sentence; anything else is a traceback,
which is what the tests look for. The bound on memory is the address space of the process.
"""

from __future__ import annotations

import hashlib
import json
import resource
import signal
import sys
import time
import traceback
from pathlib import Path

from ggplan.app.parsing import ParseSettings, parse_file
from ggplan.errors import GgplanError


class TooSlowError(BaseException):
    """The file took longer than its bound."""


def _late(*_: object) -> None:
    raise TooSlowError


def read(path: Path, seconds: int) -> dict[str, object]:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    begun = time.monotonic()
    answer: dict[str, object] = {"file": path.name, "sentence": None, "trace": None, "tasks": 0}
    signal.alarm(seconds)
    try:
        parsed = parse_file(path, ParseSettings())
        answer |= {"tasks": len(parsed.plan.tasks), "findings": [found.slug for found in parsed.findings]}
    except GgplanError as error:
        answer["sentence"] = str(error)
    except TooSlowError:
        answer["trace"] = f"slower than {seconds} s"
    except BaseException:
        answer["trace"] = traceback.format_exc()
    finally:
        signal.alarm(0)
    untouched = hashlib.sha256(path.read_bytes()).hexdigest() == before
    return answer | {"seconds": time.monotonic() - begun, "untouched": untouched}


def main() -> None:
    seconds, megabytes = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    signal.signal(signal.SIGALRM, _late)
    for name in sys.argv[3:]:
        print(json.dumps(read(Path(name), seconds)), flush=True)


if __name__ == "__main__":
    main()
