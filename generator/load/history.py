"""What git knows of the files: asked once, with two short commands; without git, nothing is known."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from generator.model.city import Commit, History

HOSTED = re.compile(r"(?:https://|ssh://git@|git@)(github\.com|gitlab\.com|gitee\.com)[:/](.+?)(?:\.git)?/?")


def load_history(root: Path, repository: str = "") -> History:
    """The last commit of every file under factories/ and content/, and the first one of every factory."""
    log = _git(root, "log", "--format=%x01%H %ct", "--name-only", "--no-renames", "--", "factories", "content")
    last: dict[str, Commit] = {}
    first: dict[str, int] = {}
    commit, seconds = Commit("", datetime.now(UTC).date()), 0
    for line in log.splitlines():
        if line.startswith("\x01"):
            id_, _, stamp = line[1:].partition(" ")
            seconds = int(stamp)
            commit = Commit(id_, datetime.fromtimestamp(seconds, UTC).date())
        elif line:
            last.setdefault(line, commit)
            parts = line.split("/")
            if parts[0] == "factories" and len(parts) > 1:
                first[parts[1]] = seconds  # newest first: the last one seen is the earliest
    return History(last, first, repository or _address(root))


def _address(root: Path) -> str:
    """The repository's web address: of the CI that runs, else of the remote ``origin`` on a known host."""
    server, name = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_REPOSITORY", "")
    if server and name:
        return f"{server}/{name}"
    match = HOSTED.fullmatch(_git(root, "remote", "get-url", "origin").strip())
    return f"https://{match[1]}/{match[2]}" if match else ""


def _git(root: Path, *arguments: str) -> str:
    """The output of a git command, or nothing where there is no git, no repository or no commit."""
    quiet = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-c", "core.quotePath=false", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=quiet, check=False)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
