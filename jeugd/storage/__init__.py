"""The only SQL: tables, queries, the ballot box, migrations."""
