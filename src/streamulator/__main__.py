"""Lets `python -m streamulator` do what the command does."""

from streamulator.cli import main

main()
