"""The memory: one store, on SQLite or PostgreSQL by its URL. The one home of SQLAlchemy."""
