"""Pictures of items. Rows without one keep their seal."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column, with nothing in it."""
    op.add_column("items", Column("image", JSON))
