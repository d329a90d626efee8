"""The emulator's inside: worlds, the path of a request, fixtures. It knows no service by name."""
