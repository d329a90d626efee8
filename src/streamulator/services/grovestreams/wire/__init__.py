"""GroveStreams' spelling: the model's entities as JSON, and JSON as the model's entities."""
