"""Stream views: one type seen as another."""
