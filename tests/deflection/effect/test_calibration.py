"""Made-up help centers in which the truth is known: intervals must hold it, claims must be true.

The method was chosen on these scenarios, so this holds it in place; it does not prove it on others.
A limit is missed when the share among so many replicates is beyond it by more than two standard
errors of such a share. More replicates and the figures: tests/benchmarks/effect_calibration.py.
"""

from __future__ import annotations

import importlib.util
import sys
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest


def load_scenarios() -> Any:
    spec = importlib.util.spec_from_file_location(
        "scenarios", Path(__file__).with_name("scenarios.py")
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["scenarios"] = module
    spec.loader.exec_module(module)
    return module


s = load_scenarios()
REPLICATES, CENTERS = 1500, 500
LEAST_COVERAGE, PLAIN_COVERAGE, MOST_CLAIMS = 0.85, 0.93, 0.06


def margin(share: float, count: int) -> float:
    return 2 * sqrt(share * (1 - share) / count)


def hold(found: Any, least: float, count: int) -> None:
    assert found.coverage >= least - margin(least, count)


@pytest.mark.parametrize("scenario", s.SCENARIOS, ids=lambda scenario: scenario.name)
def test_one_articles_interval_holds_the_truth(scenario: Any) -> None:
    least = PLAIN_COVERAGE if scenario is s.PLAIN else LEAST_COVERAGE
    rng = np.random.default_rng(7)
    null = s.calibrate_single(s.simulate(scenario, rng, replicates=REPLICATES))
    hold(null, least, REPLICATES)
    assert null.claims <= MOST_CLAIMS + margin(MOST_CLAIMS, REPLICATES)
    for ratio in (0.7, 1.3):
        real = s.simulate(scenario, rng, replicates=REPLICATES, ratio=ratio)
        hold(s.calibrate_single(real), least, REPLICATES)


@pytest.mark.parametrize(
    "name",
    ["plain", "spike", "spike, written at once", "autocorrelation", "all at once", "noisy control"],
)
def test_the_means_interval_holds_the_truth(name: str) -> None:
    scenario = next(one for one in (*s.SCENARIOS, *s.BEYOND) if one.name == name)
    least = PLAIN_COVERAGE if scenario is s.PLAIN else LEAST_COVERAGE
    rng = np.random.default_rng(8)
    many = {"replicates": CENTERS, "articles": 8}
    null = s.calibrate_pooled(s.simulate(scenario, rng, **many), 0.0)
    hold(null, least, CENTERS)
    assert null.claims <= MOST_CLAIMS + margin(MOST_CLAIMS, CENTERS)
    assert abs(null.bias) < 0.02
    centers = s.simulate(scenario, rng, **many, ratio=0.75, tau=0.1)
    hold(s.calibrate_pooled(centers, float(np.log(0.75))), least, CENTERS)


def test_before_and_after_without_a_control_misleads() -> None:
    rng = np.random.default_rng(9)
    naive = {
        scenario.name: s.compare_naively(s.simulate(scenario, rng, replicates=REPLICATES))
        for scenario in s.SCENARIOS
    }
    assert min(found.coverage for found in naive.values()) < 0.5
    assert max(found.claims for found in naive.values()) > 0.4
    assert naive["plain"].coverage > 0.93


def test_a_step_without_a_trend_takes_a_decline_for_an_effect() -> None:
    drift = next(one for one in s.SCENARIOS if one.name == "drift")
    centers = s.simulate(drift, np.random.default_rng(9), replicates=REPLICATES)
    assert s.calibrate_single(centers, trend=False).claims > 0.5
    assert s.calibrate_single(centers).claims < 0.05


def test_a_clear_effect_is_found() -> None:
    centers = s.simulate(s.PLAIN, np.random.default_rng(9), replicates=REPLICATES, ratio=0.4)
    assert s.calibrate_single(centers).claims > 0.9
    twenty = s.simulate(s.PLAIN, np.random.default_rng(9), replicates=200, articles=20, ratio=0.8)
    assert s.calibrate_pooled(twenty, float(np.log(0.8))).claims > 0.9
