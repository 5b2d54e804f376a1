"""Tests of the register, on SQLite and on a PostgreSQL of their own."""
