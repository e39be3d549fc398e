"""Pure: from bytes of a bulletin to items with countries and what changed. No I/O, clock, randomness or logging."""
