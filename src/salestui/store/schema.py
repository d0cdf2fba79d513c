"""Makes schema.sql, which is shipped so that a first start needs no ORM: `python -m salestui.store.schema`.

A test holds the models, the migrations and the shipped text equal.
"""

from importlib.resources import files
from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from salestui.store.models import metadata


def schema_sql() -> str:
    """The whole schema: the tables of the models, then the derived ones. Statements end with `;` and an empty line."""
    dialect = sqlite.dialect()
    statements = []
    for table in metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(index).compile(dialect=dialect)).strip() for index in indexes]
    tidy = ("\n".join(line.rstrip() for line in statement.splitlines()) for statement in statements)
    derived = (files("salestui.store") / "derived.sql").read_text(encoding="utf-8")
    return ";\n\n".join(tidy) + ";\n\n" + derived


if __name__ == "__main__":
    (Path(__file__).parent / "schema.sql").write_text(schema_sql(), encoding="utf-8")
