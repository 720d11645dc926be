"""Databases to try the steps and the accidents on."""

from tests.postgres import _migrated, cluster, postgres
from tests.storage.databases import _shared_sqlite, empty_file, sqlite, sqlite_file

__all__ = ["_migrated", "_shared_sqlite", "cluster", "empty_file", "postgres", "sqlite", "sqlite_file"]
