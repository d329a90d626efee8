"""One stream: its definition, its events in order, its metadata."""
