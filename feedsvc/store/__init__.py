"""The memory: one store, SQLite now and PostgreSQL by another URL. The one home of SQLAlchemy."""
