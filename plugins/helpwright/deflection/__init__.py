"""Figures from tickets: link rate, reuse, and what they allow to say."""

from helpwright.deflection.figures import Figures, Period, ReportArticle
from helpwright.deflection.helpful import most_helpful, read_most_helpful, write_most_helpful
from helpwright.deflection.intervals import Proportion, wilson
from helpwright.deflection.metrics import category_tag, measure

__all__ = [
    "Figures",
    "Period",
    "Proportion",
    "ReportArticle",
    "category_tag",
    "measure",
    "most_helpful",
    "read_most_helpful",
    "wilson",
    "write_most_helpful",
]
