"""The component ids of the administrator's tab of the catalogue, as layouts/ids.py has those of the others."""

from __future__ import annotations

from enum import StrEnum


class CatalogueTab(StrEnum):
    """The tree with its filters, versions, steps, and the form of an import."""

    TREE = "admin-catalogue"
    FACTS = "admin-catalogue-facts"
    TEXT = "admin-catalogue-text"
    KIND = "admin-catalogue-kind"
    VERSION = "admin-catalogue-version"
    VERSIONS = "admin-catalogue-versions"
    STEPS = "admin-catalogue-steps"
    EXPORT = "admin-catalogue-export"
    FILE = "admin-catalogue-file"
    FILE_NAME = "admin-catalogue-file-name"
    VALID_FROM = "admin-catalogue-from"
    NAME = "admin-catalogue-name"
    TRY = "admin-catalogue-try"
    START = "admin-catalogue-start"
    SAID = "admin-catalogue-said"
    ASKED = "admin-catalogue-asked"
    CLOCK = "admin-catalogue-clock"
    JOBS = "admin-catalogue-jobs"
