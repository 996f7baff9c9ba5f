"""What scripts know from the server: complete, in both languages, and nothing that they do not use."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pytest

from dashboard.domain.metrics import METRICS
from dashboard.domain.severity import AssetState
from dashboard.domain.text import Language
from layouts.catalogue import catalogue_element
from layouts.ids import Shell
from layouts.shell import index
from tests.architecture.source import ROOT, asset_files

CHINESE_SIGN: Final = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
COMMENT: Final = re.compile(r"/\*.*?\*/|(?<![:'\"\w])//[^\n]*", re.DOTALL)
ASKED: Final = re.compile(r"xiuhua\.say\('([a-z_.]+)'(?! \+)")


@pytest.fixture(scope="module")
def catalogue() -> Any:
    shown = re.fullmatch(r'<script type="application/json" id="xiuhua-catalogue">(.*)</script>', catalogue_element())
    assert shown
    assert "<" not in shown[1]
    return json.loads(shown[1])


def scripts() -> dict[str, str]:
    """Our scripts without their comments, by path."""
    return {str(path.relative_to(ROOT)): COMMENT.sub("", path.read_text("utf-8")) for path in asset_files(".js")}


def test_no_script_holds_chinese_text() -> None:
    found = {name: CHINESE_SIGN.findall(source) for name, source in scripts().items()}
    assert {name: signs for name, signs in found.items() if signs} == {}


@pytest.mark.parametrize(
    ("source", "is_text"), [("'实时'", True), ("/* 实时 */ f('live')", False), ("f() // 实时", False), ("'、'", True)]
)
def test_chinese_text_is_recognised(source: str, *, is_text: bool) -> None:
    assert bool(CHINESE_SIGN.search(COMMENT.sub("", source))) is is_text


def test_scripts_ask_for_every_text_of_the_catalogue_and_for_no_other(catalogue: Any) -> None:
    asked = {key for source in scripts().values() for key in ASKED.findall(source)}
    keys = set(catalogue["texts"])
    states = {f"state.{state.value}" for state in AssetState}
    assert asked == keys - states
    assert states <= keys


def test_every_text_is_there_in_both_languages(catalogue: Any) -> None:
    for zh, en in catalogue["texts"].values():
        assert CHINESE_SIGN.search(zh)
        assert en
        assert zh.count("{}") == en.count("{}")


def test_every_state_of_a_metric_has_its_own_words_in_both_languages(catalogue: Any) -> None:
    words = catalogue["words"]
    assert {state: zh for state, (zh, _) in words["running"].items()} == {"false": "停止", "true": "运行"}
    assert {state: en for state, (_, en) in words["cover"].items()} == {
        "closed": "closed",
        "tilted": "tilted",
        "open": "open",
    }
    assert set(words) == {metric.key for metric in METRICS.values() if metric.states}


def test_states_are_told_by_number_and_alarms_are_the_worse_the_higher(catalogue: Any) -> None:
    assert catalogue["states"] == ["normal", "minor", "major", "critical", "offline"]
    assert set(catalogue["states"]) == {state.value for state in AssetState}


@pytest.mark.parametrize("language", list(Language))
def test_the_document_holds_the_catalogue_and_the_language_of_the_city(language: Language) -> None:
    document = index([], "/assets/css/all.css", "/assets/js/all.js", language)
    assert catalogue_element() in document
    assert f'<html lang="{language.value}"' in document


def test_every_feed_store_of_the_shell_is_followed(catalogue: Any) -> None:
    assert {f"feed-{feed}" for feed in catalogue["feeds"]} == {
        store.value for store in Shell if store.value.startswith("feed-")
    }
