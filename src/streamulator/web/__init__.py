"""HTTP: the only floor that knows Flask and the server."""
