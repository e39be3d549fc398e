"""Where bulletins come from: one module a kind of source."""
