"""Failures on demand: what a rule does to which calls, and how often. Knows neither contracts nor services."""
