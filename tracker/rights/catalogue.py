"""What PostgreSQL's catalogue says of grants, policies, owners and roles, and reading grants."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.utils import CursorWrapper

from tracker.database import APP_ROLE, JOBS_ROLE
from tracker.rights.declaration import Policy

Grants = dict[str, frozenset[str]]
"""By grantee ("PUBLIC" for everybody): privileges, those of a column as "UPDATE (answer)"."""

WATCHED = ("PUBLIC", APP_ROLE, JOBS_ROLE)
_COMMANDS = {"*": "ALL", "r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
_GRANTS = """
SELECT c.relname, coalesce(r.rolname, 'PUBLIC'), x.privilege_type, NULL, x.is_grantable
FROM pg_class c, aclexplode(c.relacl) x LEFT JOIN pg_roles r ON r.oid = x.grantee
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
UNION ALL
SELECT c.relname, coalesce(r.rolname, 'PUBLIC'), x.privilege_type, a.attname, x.is_grantable
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid, aclexplode(a.attacl) x
LEFT JOIN pg_roles r ON r.oid = x.grantee
WHERE c.relnamespace = 'public'::regnamespace
"""
_RELATIONS = """
SELECT c.oid, c.relname, c.relkind::text, o.rolname, c.relrowsecurity, c.relforcerowsecurity,
  array(SELECT attname::text FROM pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped)
FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
ORDER BY c.relname
"""
_POLICIES = """
SELECT c.relname, p.polname, p.polcmd::text, p.polpermissive,
  array(SELECT coalesce(r.rolname, 'PUBLIC')::text
        FROM unnest(p.polroles) o LEFT JOIN pg_roles r ON r.oid = o),
  coalesce(pg_get_expr(p.polqual, p.polrelid), ''),
  coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = {namespace}
"""


@dataclass
class Relation:
    """One table, view or sequence as it is."""

    name: str
    kind: str
    owner: str
    secured: bool
    forced: bool
    columns: frozenset[str]
    grants: Grants = field(default_factory=dict)
    policies: dict[str, Policy | None] = field(default_factory=dict)
    """None stands for one that no declaration can mean: restrictive, or of several roles."""


def relations(cursor: CursorWrapper) -> dict[str, Relation]:
    """Everything in the schema public that grants can be given on, by name."""
    cursor.execute(_RELATIONS)
    found = {
        name: Relation(name, kind, owner, secured, forced, frozenset(columns))
        for _oid, name, kind, owner, secured, forced, columns in cursor.fetchall()
    }
    cursor.execute(_GRANTS)
    given: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, grantee, privilege, column, may_pass_on in cursor.fetchall():
        words = f"{privilege} ({column})" if column else privilege
        given[name][grantee].add(f"{words} WITH GRANT OPTION" if may_pass_on else words)
    for name, grants in given.items():
        found[name].grants = {
            grantee: frozenset(grants[grantee]) for grantee in WATCHED if grantee in grants
        }
    for name, policies in _policies(cursor, "'public'::regnamespace").items():
        found[name].policies = policies
    return found


def _policies(cursor: CursorWrapper, namespace: str) -> dict[str, dict[str, Policy | None]]:
    cursor.execute(_POLICIES.format(namespace=namespace))
    found: dict[str, dict[str, Policy | None]] = defaultdict(dict)
    for table, name, command, permissive, roles, using, check in cursor.fetchall():
        plain = permissive and len(roles) == 1
        found[table][name] = Policy(roles[0], _COMMANDS[command], using, check) if plain else None
    return found


def privileges(text: str, columns: Iterable[str]) -> frozenset[str]:
    """Declared grants one by one; columns that the table does not have yet are left out."""
    there = {*columns}
    found = set()
    for word, listed in re.findall(r"([A-Z]+)(?: \(([^)]*)\))?", text):
        if not listed:
            found.add(word)
        found |= {f"{word} ({name})" for name in re.findall(r"\w+", listed) if name in there}
    return frozenset(found)


def as_written_back(
    cursor: CursorWrapper, table: str, policies: Mapping[str, Policy]
) -> dict[str, Policy | None]:
    """The policies as this PostgreSQL would tell them, tried on a passing copy of the table."""
    cursor.execute(f'CREATE TEMPORARY TABLE "probe of {table}" (LIKE {table})')
    for name, policy in policies.items():
        cursor.execute(create(f'"probe of {table}"', name, policy))
    found = _policies(cursor, "pg_my_temp_schema()")[f"probe of {table}"]
    cursor.execute(f'DROP TABLE "probe of {table}"')
    return found


def create(table: str, name: str, policy: Policy) -> str:
    """The SQL that makes a policy."""
    using = f" USING ({policy.using})" if policy.using else ""
    check = f" WITH CHECK ({policy.check})" if policy.check else ""
    to = f'FOR {policy.command} TO "{policy.role}"'
    return f"CREATE POLICY {name} ON {table} {to}{using}{check}"


def rows(cursor: CursorWrapper, query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    cursor.execute(query, values)
    return list(cursor.fetchall())
