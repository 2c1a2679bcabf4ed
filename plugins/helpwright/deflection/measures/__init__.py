"""Each figure as an Ibis expression over the canonical tables, written once for every engine.

What every engine does alike is all that is used: joins, CASE, sums, exact counts of distinct
people; no arrays, no medians, no FILTER, no regular expressions, no order of rows.
"""
