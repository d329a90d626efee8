"""The emulated services: one folder each, found by the emulator at start."""
