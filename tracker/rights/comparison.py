"""Comparing the rights that the database gives with those that are declared, and mending them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from tracker.database import APP_ROLE, JOBS_ROLE
from tracker.rights.catalogue import (
    Relation,
    as_written_back,
    create,
    privileges,
    relations,
    rows,
)
from tracker.rights.declaration import OWNER, TABLES, Policy, Table

_WATCHED = [APP_ROLE, JOBS_ROLE]
_FROM_ALL = f"PUBLIC, {APP_ROLE}, {JOBS_ROLE}"
_DEFAULTS = """
SELECT DISTINCT o.rolname, n.nspname, d.defaclobjtype::text, coalesce(g.rolname, 'PUBLIC')
FROM pg_default_acl d JOIN pg_roles o ON o.oid = d.defaclrole
LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) x
LEFT JOIN pg_roles g ON g.oid = x.grantee
WHERE o.rolname = current_user
  AND ((x.grantee = 0 AND d.defaclobjtype IN ('r', 'S')) OR g.rolname = ANY(%s))
ORDER BY 1, 2, 3, 4
"""
_KINDS = {"r": "TABLES", "S": "SEQUENCES", "f": "FUNCTIONS", "T": "TYPES", "n": "SCHEMAS"}
_ROLES = """
SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, array(
  SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
  WHERE m.member = r.oid ORDER BY 1)
FROM pg_roles r WHERE rolname = ANY(%s) ORDER BY 1
"""
_SCHEMA = """
SELECT coalesce(g.rolname, 'PUBLIC') FROM pg_namespace n, aclexplode(n.nspacl) x
LEFT JOIN pg_roles g ON g.oid = x.grantee
WHERE n.nspname = 'public' AND x.privilege_type = 'CREATE'
  AND (x.grantee = 0 OR g.rolname = ANY(%s))
"""
_MAY_USE = """
SELECT rolname, has_schema_privilege(oid, 'public', 'USAGE') FROM pg_roles
WHERE rolname = ANY(%s)
"""


@dataclass(frozen=True)
class Difference:
    """One thing that is not as declared, in words, and the SQL that mends it.

    Without SQL only the database's administrator can mend it; the words say how.
    """

    words: str
    remedy: tuple[str, ...] = ()


class NotMended(Exception):
    """Rights that this login may not put right; the message names them and what to run."""


def differences() -> list[Difference]:
    """Everything in which the database's rights are not the declared ones."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
        found = relations(cursor)
        return [
            *_of_roles(cursor),
            *_of_schema(cursor),
            *_of_default_privileges(cursor),
            *(d for relation in found.values() for d in _of_relation(relation, owner)),
            *_of_policies(cursor, found, owner),
        ]


def settle() -> list[Difference]:
    """Mend what differs and return it; all or nothing. Raises `NotMended`."""
    found = differences()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in dict.fromkeys(s for one in found for s in one.remedy):
                cursor.execute(statement)
            left = differences()
            if left:
                raise NotMended(_told(left))
    except DatabaseError as error:
        raise NotMended(_told(found, str(error).strip().split("\n", 1)[0])) from error
    return found


def _told(left: list[Difference], why: str = "") -> str:
    lines = "\n".join(f"  - {one.words}" for one in left)
    statements = dict.fromkeys(s for one in left for s in one.remedy)
    ask = "\nAs the database's administrator, run:\n  " + ";\n  ".join(statements) + ";"
    return (
        "the rights in the database are not what they must be, and this login may not mend them"
        f"{f' ({why})' if why else ''}:\n{lines}{ask if statements else ''}"
    )


def _of_roles(cursor: CursorWrapper) -> Iterator[Difference]:
    there = set()
    for name, superuser, bypasses, makes_roles, member_of in rows(cursor, _ROLES, [_WATCHED]):
        there.add(name)
        for bad, attribute in (
            (superuser, "SUPERUSER"), (bypasses, "BYPASSRLS"), (makes_roles, "CREATEROLE"),
        ):  # fmt: skip
            if bad:
                yield Difference(
                    f"the role {name} has {attribute}: no row policy or grant would hold it",
                    (f"ALTER ROLE {name} NO{attribute}",),
                )
        for other in member_of:
            yield Difference(
                f"the role {name} is a member of {other} and has its rights",
                (f'REVOKE "{other}" FROM {name}',),
            )
    for name in sorted({APP_ROLE, JOBS_ROLE} - there):
        yield Difference(f"there is no role {name}", (f"CREATE ROLE {name} NOLOGIN",))


def _of_schema(cursor: CursorWrapper) -> Iterator[Difference]:
    for (name,) in rows(cursor, _SCHEMA, [_WATCHED]):
        yield Difference(
            f"{name} may make tables in the schema public",
            (f"REVOKE CREATE ON SCHEMA public FROM {name}",),
        )
    for role, may in rows(cursor, _MAY_USE, [_WATCHED]):
        if not may:
            yield Difference(
                f"{role} may not use the schema public",
                (f"GRANT USAGE ON SCHEMA public TO {role}",),
            )


def _of_default_privileges(cursor: CursorWrapper) -> Iterator[Difference]:
    for maker, schema, kind, grantee in rows(cursor, _DEFAULTS, [_WATCHED]):
        where = f" IN SCHEMA {schema}" if schema else ""
        yield Difference(
            f"{grantee} is given rights on all {_KINDS[kind].lower()} that {maker} will make",
            (
                f'ALTER DEFAULT PRIVILEGES FOR ROLE "{maker}"{where}'
                f" REVOKE ALL ON {_KINDS[kind]} FROM {grantee}",
            ),
        )


def _of_relation(relation: Relation, owner: str) -> Iterator[Difference]:
    """Owner and grants of one table or sequence; on what is not declared nobody has rights.

    What others keep in the schema, views of an extension say, is theirs.
    """
    declared = TABLES.get(relation.name, Table())
    kind = "SEQUENCE" if relation.kind == "S" else "TABLE"
    if relation.owner != owner:
        if relation.name not in TABLES:
            return
        yield Difference(
            f"{relation.name} belongs to {relation.owner}, who may give any right on it",
            (f'ALTER {kind} {relation.name} OWNER TO "{owner}"',),
        )
    wanted = {
        role: privileges(text, relation.columns)
        for role, text in ((APP_ROLE, declared.app), (JOBS_ROLE, declared.jobs))
        if text
    }
    if relation.grants == wanted:
        return
    grants = [
        f"GRANT {', '.join(sorted(wanted[role]))} ON {kind} {relation.name} TO {role}"
        for role in wanted
    ]
    yield Difference(
        "; ".join(_changes(relation, wanted)),
        (f'REVOKE ALL ON {kind} "{relation.name}" FROM {_FROM_ALL}', *grants),
    )


def _changes(relation: Relation, wanted: dict[str, frozenset[str]]) -> Iterator[str]:
    for role in sorted({*relation.grants, *wanted}):
        has, should = relation.grants.get(role, frozenset()), wanted.get(role, frozenset())
        if more := sorted(has - should):
            yield f"{role} may {', '.join(more)} on {relation.name} and must not"
        if less := sorted(should - has):
            yield f"{role} may not {', '.join(less)} on {relation.name} and must"


def _of_policies(
    cursor: CursorWrapper, found: dict[str, Relation], owner: str
) -> Iterator[Difference]:
    """Row-level security of each table: switched on, forced, and its policies word for word."""
    for name, declared in TABLES.items():
        relation = found.get(name)
        if relation is None:
            continue
        wanted = {
            policy: replace(one, role=owner) if one.role == OWNER else one
            for policy, one in declared.policies.items()
        }
        walled = bool(wanted)
        if walled and not (relation.secured and relation.forced):
            yield Difference(
                f"row-level security of {name} is not switched on for everybody",
                (
                    f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
                    f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
                ),
            )
        if relation.policies != (as_written_back(cursor, name, wanted) if walled else {}):
            yield Difference(
                f"the row policies of {name} are not the declared ones", _anew(relation, wanted)
            )


def _anew(relation: Relation, wanted: dict[str, Policy]) -> tuple[str, ...]:
    dropped = [f'DROP POLICY "{policy}" ON {relation.name}' for policy in relation.policies]
    return (*dropped, *(create(relation.name, name, one) for name, one in wanted.items()))
