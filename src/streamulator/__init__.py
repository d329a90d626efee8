"""A local, stateful emulator of stream-data APIs, driven by their OpenAPI contracts."""

__version__ = "0.1.0"
