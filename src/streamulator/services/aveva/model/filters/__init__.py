"""The filter language, from its grammar to a predicate over rows."""
