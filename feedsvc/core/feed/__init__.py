"""Feeds that are sources: RSS, Atom and JSON Feed to items."""
