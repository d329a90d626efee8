"""What the Stream Data Store knows and may change: projects, homes, modules, streams. No JSON and no HTTP in here."""
