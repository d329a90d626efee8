"""Finding types, streams and views: the search language, and lists."""
