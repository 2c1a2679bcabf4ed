"""What publishing an article did to the tickets of its topic: an estimate with its uncertainty.

It is the one causal figure here, and kept apart from the others. Read
docs/helpwright/publication-effect.md before believing it.
"""

from helpwright.deflection.effect.estimates import (
    Control,
    Effect,
    Effects,
    Estimate,
    Placebos,
    Point,
    PooledEffect,
    Ratio,
    Saved,
    Verdict,
    Weeks,
)
from helpwright.deflection.effect.steps import Options
from helpwright.deflection.effect.study import estimate_effects
from helpwright.deflection.effect.weeks import Publication, WeeklyCounts

__all__ = [
    "Control",
    "Effect",
    "Effects",
    "Estimate",
    "Options",
    "Placebos",
    "Point",
    "PooledEffect",
    "Publication",
    "Ratio",
    "Saved",
    "Verdict",
    "WeeklyCounts",
    "Weeks",
    "estimate_effects",
]
