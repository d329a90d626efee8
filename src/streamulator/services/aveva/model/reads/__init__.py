"""Reads: stored, interpolated, sampled, summarised, joined."""
