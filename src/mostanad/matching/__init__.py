"""Names compared: for search, and for telling which person a list means."""
