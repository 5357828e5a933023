"""Constraints that hold a row to the provider of what it belongs to: keys of two columns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement


class _OfTable(models.BaseConstraint, ABC):
    """A constraint that is added once its table is there, and asks forms nothing.

    Actions and forms set provider and parent together; this is the wall behind them.
    """

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        return self._alter(model, schema_editor, "ADD", f" {self.definition(model, schema_editor)}")

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return self._alter(model, schema_editor, "DROP", "")

    def _alter(
        self, model: Any, editor: BaseDatabaseSchemaEditor, verb: str, rest: str
    ) -> Statement:
        table, name = editor.quote_name(model._meta.db_table), editor.quote_name(self.name)
        return Statement("ALTER TABLE %(table)s " + f"{verb} CONSTRAINT {name}{rest}", table=table)

    @abstractmethod
    def definition(self, model: Any, editor: BaseDatabaseSchemaEditor) -> str:
        """The constraint in SQL, after its name; each kind has its own."""

    def validate(self, *args: Any, **options: Any) -> None:
        """The database asks."""


class ProviderKey(_OfTable):
    """The table's key together with the provider, for others to refer to."""

    def definition(self, model: Any, editor: BaseDatabaseSchemaEditor) -> str:
        return "UNIQUE (id, provider_id)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProviderKey) and self.name == other.name


class SameProvider(_OfTable):
    """A row's provider is that of the row which `parent` leads to; no parent, no question.

    Like Django's own foreign keys it is asked at the end of a transaction. The parent's table has a
    `ProviderKey`.
    """

    def __init__(self, *, parent: str, name: str) -> None:
        super().__init__(name=name)
        self.parent = parent

    def definition(self, model: Any, editor: BaseDatabaseSchemaEditor) -> str:
        field = model._meta.get_field(self.parent)
        table = editor.quote_name(field.related_model._meta.db_table)
        return (
            f"FOREIGN KEY ({field.column}, provider_id) REFERENCES {table} (id, provider_id)"
            " DEFERRABLE INITIALLY DEFERRED"
        )

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, _, options = super().deconstruct()
        return path, (), {**options, "parent": self.parent}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SameProvider):
            return False
        return (self.name, self.parent) == (other.name, other.parent)
