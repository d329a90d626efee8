"""How AVEVA's Sequential Data Store behaves: types, streams, events, metadata. No HTTP, no status codes."""
