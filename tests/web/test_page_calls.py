"""What the browser, or whoever pretends to be one, asks of callbacks: never 500, whatever it sends."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.page_client import PageClient

URL = "/_dash-update-component"
JSON = {"Content-Type": "application/json"}
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


@pytest.fixture(scope="module")
def page() -> PageClient:
    """The pages as the product serves them."""
    return PageClient()


def calls(page: PageClient) -> list[dict[str, Any]]:
    """A well-formed request for each callback of the server."""
    return [_call(entry) for entry in page.dependencies if entry["clientside_function"] is None]


def _call(entry: dict[str, Any]) -> dict[str, Any]:
    several = entry["output"].startswith("..")
    names = entry["output"][2:-2].split("...") if several else [entry["output"]]
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    return {
        "output": entry["output"],
        "outputs": outputs if several else outputs[0],
        "inputs": [{**part, "value": None} for part in entry["inputs"]],
        "state": [{**part, "value": None} for part in entry["state"]],
        "changedPropIds": [],
    }


def status(page: PageClient, body: Any) -> int:
    """The status of the answer, which is a problem document when it is refused."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = page.http.post(URL, content=content, headers=JSON)
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"]
    return answer.status_code


def test_every_callback_bears_inputs_without_values(page: PageClient) -> None:
    assert {status(page, call) for call in calls(page)} <= {200, 204}


@pytest.mark.parametrize("body", [b"", b"{nope", b"\xff\xfe\x00", b'{"a": ' + b"[" * 100_000, b"9" * 5_000])
def test_what_is_not_json_is_refused(page: PageClient, body: bytes) -> None:
    assert status(page, body) == 400


@pytest.mark.parametrize(
    "body", [None, [], {}, "text", 1, True, {"output": None}, {"output": ["a"]}, {"output": "x.y"}]
)
def test_a_request_for_no_callback_is_refused(page: PageClient, body: object) -> None:
    assert status(page, body) in (404, 422)


def test_a_callback_of_the_browser_s_own_is_not_the_server_s(page: PageClient) -> None:
    own = [_call(entry) for entry in page.dependencies if entry["clientside_function"] is not None]
    assert [status(page, call) for call in own] == [404] * len(own)


@pytest.mark.parametrize("part", ["outputs", "inputs", "state", "changedPropIds"])
@pytest.mark.parametrize(
    "shape", [None, 5, "text", {}, [None], [[]], [{}], [{"id": None, "property": "x"}], [{"id": {}, "property": []}]]
)
def test_another_shape_is_refused_by_every_callback(page: PageClient, part: str, shape: object) -> None:
    assert {status(page, {**call, part: shape}) for call in calls(page)} == {422}


def test_a_missing_or_foreign_input_is_refused_by_every_callback(page: PageClient) -> None:
    for call in calls(page):
        first = call["inputs"][0]
        for inputs in ([], call["inputs"][1:], call["inputs"] + [first], [{**first, "id": "x"}, *call["inputs"][1:]]):
            assert status(page, {**call, "inputs": inputs}) == 422


def test_the_spelling_of_the_type_does_not_matter(page: PageClient) -> None:
    body = json.dumps(calls(page)[0]).encode()
    for media_type in ("Application/JSON", "application/vnd.api+json; charset=utf-8"):
        answer = page.http.post(URL, content=body, headers={"Content-Type": media_type})
        assert answer.status_code in (200, 204)


@given(body=ANYTHING)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_refused(page: PageClient, body: object) -> None:
    assert 400 <= status(page, body) < 500


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_value_an_input_has_is_answered(page: PageClient, data: st.DataObject) -> None:
    call = copy.deepcopy(data.draw(st.sampled_from(calls(page))))
    for part in (*call["inputs"], *call["state"]):
        part["value"] = data.draw(ANYTHING)
    call["changedPropIds"] = data.draw(
        st.sampled_from([[], [f"{call['inputs'][0]['id']}.{call['inputs'][0]['property']}"]])
    )
    assert status(page, call) < 500


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_exchanged_in_a_request_is_answered(page: PageClient, data: st.DataObject) -> None:
    call = copy.deepcopy(data.draw(st.sampled_from(calls(page))))
    call[data.draw(st.sampled_from(sorted(call)))] = data.draw(ANYTHING)
    assert status(page, call) < 500
