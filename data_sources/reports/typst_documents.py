"""A document from a template and data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Any

import typst


def pdf_of(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF/A-2b of a template of this folder; Noto Sans SC is embedded as far as it is used."""
    fonts = files("justmytype_intl_cjk").joinpath("fonts", "ofl", "notosanssc")
    with as_file(files("data_sources.reports").joinpath(template)) as source, as_file(fonts) as folder:
        return typst.compile(
            source,
            font_paths=[folder],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards="a-2b",
        )
