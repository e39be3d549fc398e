"""Web pages: markup to what a reader sees of it."""
