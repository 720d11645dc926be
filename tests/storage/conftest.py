"""Databases to try the steps and the accidents on."""

from tests.postgres import _migrated, cluster, postgres
from tests.storage.databases import empty_file, sqlite_file

__all__ = ["_migrated", "cluster", "empty_file", "postgres", "sqlite_file"]
