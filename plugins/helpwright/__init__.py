"""Helpwright: a help center from Markdown and YAML in git, that learns from support tickets."""
