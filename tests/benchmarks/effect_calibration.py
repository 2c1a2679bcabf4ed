"""How often the publication effect's 95 % intervals hold the truth, and how often they mislead.

Prints Markdown tables for the documentation: coverage, false claims of a decrease where there is
none, the chance of finding a ratio of 0.7 (0.85 for the mean of twenty), and the bias of the log
ratio; for one article at a time and pooled.

    OMP_NUM_THREADS=1 python tests/benchmarks/effect_calibration.py --replicates 4000
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path
from typing import Any

import numpy as np

SCENARIOS = Path(__file__).parents[1] / "deflection/effect/scenarios.py"


def load_scenarios() -> Any:
    """The scenarios, which the tests share."""
    spec = importlib.util.spec_from_file_location("scenarios", SCENARIOS)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["scenarios"] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=4000, help="for one article")
    parser.add_argument("--centers", type=int, default=600, help="help centers of 20 articles")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--left-out", type=int, nargs=2, metavar=("BEFORE", "AFTER"))
    parser.add_argument("--lags", type=int)
    parser.add_argument("--harmonics", type=int)
    parser.add_argument("--only", nargs="+", metavar="SCENARIO")
    given = parser.parse_args()
    s = load_scenarios()
    before, after = given.left_out or (None, None)
    asked = {
        "left_out_before": before,
        "left_out_after": after,
        "lags": given.lags,
        "harmonics": given.harmonics,
    }
    options = s.Options(**{name: value for name, value in asked.items() if value is not None})
    known = (*s.SCENARIOS, *s.BEYOND)
    scenarios = [one for one in known if not given.only or one.name in given.only]

    print("One article, about ten tickets a week\n")
    print(
        "| scenario | coverage | false claims | found 0.7 | bias "
        "| without a trend: coverage | false claims | before/after: coverage | false claims |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for scenario in scenarios:
        rng = np.random.default_rng(given.seed)
        null = s.simulate(scenario, rng, replicates=given.replicates)
        real = s.simulate(scenario, rng, replicates=given.replicates, ratio=0.7)
        ours, found = (s.calibrate_single(c, options) for c in (null, real))
        flat, naive = s.calibrate_single(null, options, trend=False), s.compare_naively(null)
        low = min(ours.coverage, found.coverage)
        print(
            f"| {scenario.name} | {low:.1%} | {ours.claims:.1%} | {found.claims:.1%} "
            f"| {ours.bias:+.3f} | {flat.coverage:.1%} | {flat.claims:.1%} "
            f"| {naive.coverage:.1%} | {naive.claims:.1%} |",
            flush=True,
        )

    print("\nThe mean of twenty articles\n")
    print("| scenario | coverage | false claims | found 0.85 | bias | half width |")
    print("|---|---|---|---|---|---|")
    for scenario in scenarios:
        rng = np.random.default_rng(given.seed)
        many = {"replicates": given.centers, "articles": 20}
        null = s.calibrate_pooled(s.simulate(scenario, rng, **many), 0.0, options)
        centers = s.simulate(scenario, rng, **many, ratio=0.85, tau=0.1)
        real = s.calibrate_pooled(centers, float(np.log(0.85)), options)
        print(
            f"| {scenario.name} | {min(null.coverage, real.coverage):.1%} | {null.claims:.1%} "
            f"| {real.claims:.1%} | {null.bias:+.3f} | {null.width / 2:.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
