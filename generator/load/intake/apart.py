"""Have files read in a process of their own, so that none can crash, hang or exhaust the one that builds the site."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import generator
from generator.load.intake.notes import Problem
from generator.load.intake.worker import READY
from generator.model.evidence import Limits

#: Most seconds of processor time for one file, and most bytes of memory: hard limits of safety, no policy.
SECONDS = 20
#: What passes on the clock meanwhile, on a busy machine, before the process is ended from outside.
_PATIENCE = 3
MEMORY = 1 << 30
#: What is known of files that were read before, by hash and extension; `dossier serve` reads a folder many times.
_KEPT = 4096
_HERE = Path(generator.__file__).parents[1]

Answer = tuple[Problem, ...]


class Inspector:
    """Asks the process apart. What it finds depends on nothing but bytes, extension and limits, so it is kept."""

    def __init__(self, seconds: int = SECONDS, memory: int = MEMORY) -> None:
        self.seconds, self.memory = seconds, memory
        self._known: OrderedDict[tuple[str, str, str], Answer] = OrderedDict()

    def problems(self, files: Sequence[tuple[str, str, bytes]], limits: Limits) -> list[Answer]:
        """The problems of each file, given as (sha256, extension, content), in their order."""
        rules = json.dumps(asdict(limits), sort_keys=True)
        keys = [(sha256, extension, rules) for sha256, extension, _ in files]
        new = {key: file[2] for key, file in zip(keys, files, strict=True) if key not in self._known}
        answers = dict(zip(new, self._asked([(key[1], data) for key, data in new.items()], rules), strict=True))
        found = [answers[key] if key in answers else self._known[key] for key in keys]
        for key, answer in answers.items():
            self._known[key] = answer
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return found

    def _asked(self, files: list[tuple[str, bytes]], rules: str) -> list[Answer]:
        answers: list[Answer] = []
        while len(answers) < len(files):
            answers += self._run(files[len(answers) :], rules)
            if len(answers) < len(files):  # it ended at this one; a new process reads the others
                answers.append((Problem("evidence.too-heavy"),))
        return answers

    def _run(self, files: list[tuple[str, bytes]], rules: str) -> list[Answer]:
        """What one process answers until it has read everything, or ends."""
        sent = [rules.encode() + b"\n"]
        for extension, data in files:
            sent += [json.dumps([extension, len(data)]).encode() + b"\n", data]
        command = [sys.executable, "-W", "ignore", "-m", "generator.load.intake.worker", str(self.seconds)]
        try:
            done = subprocess.run(  # noqa: S603  # our own module, with numbers for arguments
                [*command, str(self.memory)],
                input=b"".join(sent),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # libraries quote what they read
                timeout=self.seconds * len(files) * _PATIENCE,
                cwd=_HERE,
                env={key: os.environ[key] for key in ("SYSTEMROOT", "PATH") if key in os.environ} | {"PYTHONUTF8": "1"},
                check=False,
            ).stdout
        except subprocess.TimeoutExpired as late:
            done = late.stdout or b""
        ready, *lines = done.split(b"\n")[:-1] or [b""]
        if ready != READY.strip():
            raise RuntimeError(f"{' '.join(command)}: does not start")
        return [tuple(_problem(one) for one in json.loads(line)) for line in lines]


def _problem(data: dict[str, Any]) -> Problem:
    params = tuple((str(key), str(value)) for key, value in data["params"])
    return Problem(data["code"], params, data["line"], data["column"])
