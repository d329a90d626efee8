"""The GroveStreams model: organizations and what is in them, who may come in, and how often."""
