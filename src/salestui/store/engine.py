"""SQLAlchemy on one connection of ours, whose transactions we open and close ourselves."""

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from salestui.store.driver import Connection


def engine_on(connection: Connection) -> Engine:
    """An engine that uses `connection` and never begins, commits or rolls back on its own account.

    Called outside a transaction: SQLAlchemy's first connect sets the isolation level, and Python's sqlite3 commits
    whatever is open when that is set.
    """
    assert not connection.in_transaction
    engine = create_engine(
        "sqlite://",
        creator=lambda: connection,
        poolclass=StaticPool,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,  # else closing a SQLAlchemy connection would roll our transaction back
        pool_reset_on_return=None,
    )
    engine.connect().close()
    return engine
