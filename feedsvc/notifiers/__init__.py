"""Who is told when a source needs a person: one module a way of telling, and `words` for what all of them say."""
