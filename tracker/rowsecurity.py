"""Migration operations that first put the wall between providers (row-level security).

Earlier migrations are made of them. What holds today is declared in `tracker/rights/declaration.py`
and put at the end of every `migrate`; a new table needs a line there and no operation from here.
"""

from __future__ import annotations

from django.db import migrations

MAY_SEE = (
    "(current_setting('tracker.all', true) = 'on' OR {column} = ANY"
    " (coalesce(nullif(current_setting('tracker.providers', true), ''), '{{}}')::bigint[]))"
)

ROLES = """
DO $$
DECLARE wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['tracker_app', 'tracker_jobs'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION
        WHEN duplicate_object OR unique_violation THEN NULL;
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION 'The database login % may not create the role %.', current_user, wanted
            USING HINT = format('Ask its administrator to run: CREATE ROLE tracker_app NOLOGIN; '
              'CREATE ROLE tracker_jobs NOLOGIN; GRANT tracker_app, tracker_jobs TO %I;',
              current_user);
      END;
    END IF;
    IF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
      BEGIN
        EXECUTE format('GRANT %I TO %I', wanted, current_user);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
  END LOOP;
END $$;
"""

GRANTS = "GRANT USAGE ON SCHEMA public TO tracker_app, tracker_jobs;"


def roles_and_grants() -> list[migrations.RunSQL]:
    """The two roles, made where they are missing, and the schema they may look into."""
    return [
        migrations.RunSQL(ROLES, migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]


def read_only(*tables: str) -> migrations.RunSQL:
    """The web may read these and write none of them: the law comes in as reviewed files."""
    names = ", ".join(tables)
    return migrations.RunSQL(
        f"REVOKE INSERT, UPDATE, DELETE ON {names} FROM tracker_app;"
        f"GRANT SELECT ON {names} TO tracker_jobs;",
        f"GRANT INSERT, UPDATE, DELETE ON {names} TO tracker_app;",
    )


def protect(
    table: str, *, column: str = "provider_id", append_only: bool = False, jobs_write: bool = False
) -> migrations.RunSQL:
    """Row-level security for one table, and what the two roles may do with its rows."""
    may_see = MAY_SEE.format(column=column)
    jobs = "SELECT, INSERT, UPDATE, DELETE" if jobs_write else "SELECT"
    jobs_for = "ALL" if jobs_write else "SELECT"
    check = "WITH CHECK (true)" if jobs_write else ""
    append = f"REVOKE UPDATE, DELETE ON {table} FROM tracker_app;" if append_only else ""
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
        CREATE POLICY app ON {table} TO tracker_app USING ({may_see}) WITH CHECK ({may_see});
        CREATE POLICY jobs ON {table} FOR {jobs_for} TO tracker_jobs USING (true) {check};
        GRANT {jobs} ON {table} TO tracker_jobs;
        {append}
        """,
        f"""
        DROP POLICY owner ON {table};
        DROP POLICY app ON {table};
        DROP POLICY jobs ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )
