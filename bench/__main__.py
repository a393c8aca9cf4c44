"""``python -m bench [N …]``: times of our stages on N generated factories; medians of CPU and wall seconds."""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.generate import generate
from generator.export import export
from generator.model.produced import Produced
from generator.model.standard import Standard
from generator.pipeline import Options, assess, foresee
from generator.publish.build import build_site
from generator.render import render
from generator.score.rules import Rule

DAY = date(2026, 6, 1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[20, 100], help="how many factories")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, after one to warm up")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"))
    parser.add_argument("--keep", type=Path, help="write the generated repository here and stop")
    given = parser.parse_args()
    if given.keep:
        generate(given.counts[0], given.keep)
        return
    results = [measure(count, given.runs) for count in given.counts]
    given.out.parent.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "runs": given.runs}
    given.out.write_text(json.dumps({**machine, "results": results}, indent=1) + "\n", "utf-8")
    print(f"{'N':>6} {'stage':<22} {'CPU s':>8} {'wall s':>8} {'ms a factory':>13}")
    for result in results:
        for stage, (cpu, wall) in result["stages"].items():
            print(f"{result['n']:>6} {stage:<22} {cpu:>8.2f} {wall:>8.2f} {1000 * cpu / result['n']:>13.1f}")


def measure(count: int, runs: int) -> dict[str, Any]:
    """Median CPU and wall seconds of each stage over ``runs``, after one run that does not count."""
    with TemporaryDirectory() as name:
        root = Path(name)
        generate(count, root)
        times: dict[str, list[tuple[float, float]]] = {}
        for run in range(runs + 1):
            for stage, taken in one_run(root).items():
                if run:
                    times.setdefault(stage, []).append(taken)
    medians = {
        stage: (statistics.median(cpu for cpu, _ in taken), statistics.median(wall for _, wall in taken))
        for stage, taken in times.items()
    }
    return {"n": count, "stages": medians}


def one_run(root: Path) -> dict[str, tuple[float, float]]:
    times: dict[str, tuple[float, float]] = {}

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        cpu, wall = time.process_time(), time.perf_counter()
        result = work()
        times[stage] = (time.process_time() - cpu, time.perf_counter() - wall)
        return result

    city = timed("load · check · score", lambda: assess(root, Options(as_of=DAY, preview=True)))
    city = timed("outlook", lambda: foresee(city))
    pages = timed("render", lambda: render(city, root))
    artifacts = timed("open data", lambda: export(city, Standard[Rule]))
    produced = Produced(city, tuple(pages), tuple(artifacts))
    timed("publish (mkdocs)", lambda: build_site(root, root / "site", produced))
    return times


if __name__ == "__main__":
    main()
