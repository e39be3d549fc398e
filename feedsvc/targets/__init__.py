"""Where documents are published: one module a kind of target."""
