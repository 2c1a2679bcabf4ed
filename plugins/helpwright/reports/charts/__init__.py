"""Charts as inline SVG: classes and attributes only, sharp at any width, read aloud by their text.

Positions are in percent, so text keeps its size on a phone; only lines are stretched. Every chart
goes with a data table on the page.
"""

from helpwright.reports.charts.bars import Bar, bars
from helpwright.reports.charts.forest import Row, forest
from helpwright.reports.charts.lines import Series, count_axis, lines, percent_axis
from helpwright.reports.charts.multiples import multiples
from helpwright.reports.charts.pareto import pareto

__all__ = [
    "Bar",
    "Row",
    "Series",
    "bars",
    "count_axis",
    "forest",
    "lines",
    "multiples",
    "pareto",
    "percent_axis",
]
