"""Figures from tickets: link rate, reuse, and what they allow to say.

Nothing is imported here: a build reads the list of helpful articles, and no more than that.
"""
