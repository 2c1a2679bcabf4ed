"""Rebuilds: an edit to the text of articles, put into a site that stands already.

A whole build leaves a record of what it read and wrote. If nothing but the text of some articles
has changed since, and nothing that any other page shows, then only these pages and the search
index are made again. Whatever may change more is left to a whole build, so that what comes out is
always the same as if all had been built anew.
"""
