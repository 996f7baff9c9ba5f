"""Addresses that lead nowhere say so in their status, and still draw the page that says it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Response
from fastapi.testclient import TestClient

from api.page_status import PageStatus

DOCUMENT = "<!doctype html>"


@pytest.fixture
def client() -> Iterator[TestClient]:
    server = FastAPI()

    @server.get("/picture")
    def picture() -> Response:
        return Response(b"png", media_type="image/png")

    @server.get("/{path:path}")
    def document(path: str) -> Response:
        return Response(DOCUMENT, media_type="text/html")

    server.add_middleware(PageStatus, paths=["/", "/sensors"], own=("/answer/",))
    with TestClient(server) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/sensors", "/sensors/", "/sensors?tab=quality", "/picture", "/answer/a-link"])
def test_pages_and_files_are_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/nowhere", "/sensors/7", "/404", "/answer"])
def test_other_addresses_are_404_with_the_document_that_says_so(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (404, DOCUMENT)
