"""Room on its page for the envelope of every code, so that a vote changes no index (PostgreSQL)."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A row with an envelope is more than twice as long; it stays on its page ("heap-only tuple")."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE voting_code SET (fillfactor = 25)")


def downgrade() -> None:
    """As PostgreSQL fills pages by itself."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE voting_code RESET (fillfactor)")
