"""Our own style sheets and scripts, each kind as one file."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from api.bundles import OF_PAGES, PAGE_SCRIPTS, SCRIPTS, STYLES, Bundle, bundle, without_comments
from tests.architecture.source import ROOT
from tests.web.conftest import Site


@pytest.mark.parametrize(
    ("kind", "media_type", "ending"), [(STYLES, "text/css", "css"), (SCRIPTS, "text/javascript", "js")]
)
def test_a_bundle_holds_every_file_of_its_kind_in_order(site: Site, kind: Bundle, media_type: str, ending: str) -> None:
    answer = site.client.get(kind.address)
    assert answer.headers["content-type"].startswith(media_type)
    apart = tuple(OF_PAGES) if kind is SCRIPTS else "none"
    files = [path for path in sorted((ROOT / "assets" / ending).glob("*")) if not path.name.startswith(apart)]
    places = [answer.content.index(without_comments(path.read_bytes())) for path in files]
    assert places == sorted(places)
    assert len(places) > 5


@pytest.mark.parametrize(("prefix", "page"), OF_PAGES.items())
def test_the_scripts_of_one_page_are_a_file_of_their_own(site: Site, prefix: str, page: str) -> None:
    own = PAGE_SCRIPTS[page]
    answer = site.client.get(own.address)
    assert answer.headers["content-type"].startswith("text/javascript")
    files = sorted((ROOT / "assets" / "js").glob(f"{prefix}*"))
    assert files
    places = [answer.content.index(without_comments(path.read_bytes())) for path in files]
    assert places == sorted(places)
    assert not any(without_comments(path.read_bytes()) in SCRIPTS.content for path in files)
    assert len(gzip.compress(own.content)) < 60 * 1024


def test_the_address_changes_with_the_content(tmp_path: Path) -> None:
    folder = tmp_path / "js"
    folder.mkdir()
    (folder / "2.js").write_text("two();")
    (folder / "1.js").write_text("one();")
    (folder / "notes.txt").write_text("none")
    before = bundle(folder)
    assert before.content == b"one();\ntwo();"
    (folder / "2.js").write_text("zwei();")
    assert bundle(folder).address != before.address
    assert bundle(folder).path == before.path == "/assets/js/all.js"


def test_comments_with_lines_of_their_own_stay_behind() -> None:
    script = b"/* A. */\n'use strict';\n  /**\n   * B\n   */\n  f(); /* C */\n/** @type {D} */ (g());\n/* E */ h();\n"
    assert without_comments(script) == b"'use strict';\n  f(); /* C */\n/** @type {D} */ (g());\n/* E */ h();\n"
    assert without_comments(b"f(); // A\n  // B\ng('//');\n") == b"f(); // A\ng('//');\n"


def test_libraries_come_last(tmp_path: Path) -> None:
    folder = tmp_path / "js"
    folder.mkdir()
    (folder / "1.js").write_text("'use strict';")
    (tmp_path / "library.js").write_text("library();")
    assert bundle(folder, tmp_path / "library.js").content == b"'use strict';\nlibrary();"
    assert SCRIPTS.content.startswith(b"'use strict';")
    assert b"var Idiomorph=" in SCRIPTS.content
    assert b"globalThis.regeneratorRuntime = runtime" in SCRIPTS.content


def test_a_bundle_is_small_on_the_way() -> None:
    assert len(gzip.compress(SCRIPTS.content)) < 80 * 1024
