"""Pictures over HTTP: sent, shown, and refused with what to do."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from starlette.types import Message

from api.bodies import FORM_PATIENCE_S, MAX_FORM_BYTES, THROWN_AWAY_BYTES
from bootstrap.web import build_services
from dashboard.domain.coordinates import Position
from dashboard.domain.photos.limits import LARGEST_UPLOAD_BYTES
from dashboard.domain.rights import USUAL_RIGHTS, Actor, Means, Permission, Role
from dashboard.settings import Settings
from data_sources.db.engine import create
from data_sources.db.register_store import SqlRegister
from tests.actors import TOKEN, OpenDoor, acting
from tests.case_office import BEFORE, LAT, LON, CaseOffice
from tests.pictures import jpeg, png_of
from tests.servers import NOW
from tests.web.conftest import Site, serve
from tests.web.test_bodies import LAST, Client

PHOTOS = "/api/v1/photos"
WHERE = Position(LON, LAT)


class Door(OpenDoor):
    """Whoever asks is `actor`, which a test may change."""

    actor: Actor


def known(name: str, role: Role) -> Actor:
    return acting(name, role)._replace(means=Means.PROGRAM)


@pytest.fixture
def door() -> Door:
    return Door(known("seat", Role.OPERATOR))


@pytest.fixture
def site(settings: Settings, door: Door) -> Iterator[Site]:
    services = build_services(settings)
    with TestClient(serve(services, door), raise_server_exceptions=False, headers=TOKEN) as client:
        yield Site(client, services, SqlRegister(create(settings.database), lambda: NOW))


@pytest.fixture
def office(site: Site) -> CaseOffice:
    """A bureau with a catalogue in the database that is served."""
    return CaseOffice(create(site.services.settings.database))


def send(site: Site, content: bytes = b"", status: int = 201, name: str = "IMG_0001.JPG", **fields: Any) -> Any:
    answer = site.client.post(PHOTOS, files={"file": (name, content or jpeg(), "image/jpeg")}, data=fields)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_picture_is_sent_and_shown_in_every_size(site: Site) -> None:
    kept = send(site, jpeg(2000, 1500, taken="2026:11:20 09:41:00", offset="+08:00", position=WHERE), lon=LON, lat=LAT)
    assert kept == {
        "digest": kept["digest"],
        "width": 2000,
        "height": 1500,
        "taken_at": "2026-11-20T01:41:00.000Z",
        "position": {"lon": pytest.approx(LON, abs=1e-5), "lat": pytest.approx(LAT, abs=1e-5)},
        "warnings": kept["warnings"],
    }
    for size, longest in (("small", 320), ("medium", 1280), ("full", 2000), (None, 2000)):
        answer = site.client.get(f"{PHOTOS}/{kept['digest']}", params={} if size is None else {"size": size})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        picture = Image.open(io.BytesIO(answer.content))
        assert max(picture.size) == longest
        assert not picture.getexif()


def test_what_the_client_has_already_is_not_sent_again(site: Site) -> None:
    digest = send(site)["digest"]
    tag = site.client.get(f"{PHOTOS}/{digest}?size=small").headers["etag"]
    assert tag.startswith(f'"{digest}-small')
    again = site.client.get(f"{PHOTOS}/{digest}?size=small", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other_size = site.client.get(f"{PHOTOS}/{digest}?size=full", headers={"If-None-Match": tag})
    assert other_size.status_code == 200


def test_a_picture_from_another_continent_is_taken_with_a_warning(site: Site) -> None:
    kept = send(site, jpeg(position=Position(-2.497, 51.413)), lon=LON, lat=LAT)
    (warning,) = kept["warnings"]
    assert warning["code"] == "far"
    assert "9469 km" in warning["en"]
    assert "9469 公里" in warning["zh"]


def test_a_case_says_what_is_odd_about_its_pictures(site: Site, office: CaseOffice) -> None:
    digest = send(site, jpeg(300, 200, position=Position(121.5, 29.655)))["digest"]
    report = {"source": "collector", "category": "0504", "lon": LON, "lat": LAT, "photos": [digest]}
    case = site.post("/api/v1/cases", report, 201)
    (photo,) = site.get(f"/api/v1/cases/{case['id']}")["photos"]
    assert (photo["digest"], photo["role"], photo["width"]) == (digest, "before", 300)
    assert [warning["code"] for warning in photo["warnings"]] == ["far", "small"]
    assert send(site, jpeg(300, 200, shade=99), case=case["id"])["warnings"][0]["code"] == "small"
    (entry,) = site.get(f"/api/v1/cases/{case['id']}/timeline")["items"]
    assert entry["data"]["photos"] == [[digest, "before"]]


def test_a_report_with_a_picture_that_is_not_there_is_refused(site: Site, office: CaseOffice) -> None:
    report = {"source": "collector", "category": "0504", "lon": LON, "lat": LAT, "photos": [BEFORE.digest, "f" * 64]}
    assert "ffffffffffff… is not stored" in site.post("/api/v1/cases", report, 422)["detail"]
    assert site.get("/api/v1/cases")["total"] == 0


@pytest.mark.parametrize("role", Role)
def test_every_role_sends_and_sees_pictures_as_far_as_its_rights_reach(site: Site, door: Door, role: Role) -> None:
    digest = send(site)["digest"]
    door.actor = somebody = known("somebody", role)
    posted = site.client.post(PHOTOS, files={"file": ("a.jpg", jpeg(shade=9))})
    foreign = site.client.get(f"{PHOTOS}/{digest}")
    may_send = role not in (Role.WALL, Role.PROGRAM, *_without_cases())
    assert posted.status_code == (201 if may_send else 403)
    assert foreign.status_code == (404 if may_send else 403), "sent by another, on no case"
    if may_send:
        own = site.client.get(f"{PHOTOS}/{posted.json()['digest']}")
        assert own.status_code == 200, somebody


def _without_cases() -> list[Role]:
    return [role for role in Role if Permission.VIEW_CASES not in USUAL_RIGHTS[role]]


@pytest.mark.parametrize(
    ("content", "fields", "what_to_do"),
    [
        (b"not a picture", {}, "send JPEG, HEIC, PNG or WebP"),
        (jpeg()[:500], {}, "send it again"),
        (png_of(50_000, 50_000), {}, "make it smaller"),
        (png_of(10, 10), {}, "send the original"),
        (jpeg(), {"lon": "121.4"}, "give both or none"),
        (jpeg(), {"lon": "east", "lat": "29"}, "no number; give degrees"),
        (jpeg(), {"lon": "nan", "lat": "29"}, "give the real position"),
        (jpeg(), {"lon": "29.6", "lat": "121.4"}, "exchange them"),
        (jpeg(), {"case": "seven"}, "no id of a case"),
        (jpeg(), {"case": "0"}, "no id of a case"),
        (jpeg(), {"case": "99999999999"}, "no id of a case"),
        (jpeg(), {"case": "²"}, "no id of a case"),
        (jpeg(), {"role": "before"}, "it takes file, lon, lat, case"),
    ],
)
@pytest.mark.filterwarnings("default::PIL.Image.DecompressionBombWarning")
def test_what_cannot_be_used_is_refused_with_what_to_do(
    site: Site, content: bytes, fields: dict[str, str], what_to_do: str
) -> None:
    problem = send(site, content, 422, **fields)
    assert what_to_do in problem["detail"], problem


def test_an_empty_file_and_no_file_are_refused_with_what_to_do(site: Site) -> None:
    empty = site.client.post(PHOTOS, files={"file": ("a.jpg", b"")})
    assert (empty.status_code, "choose the picture again" in empty.text) == (422, True)
    as_text = site.client.post(PHOTOS, files={"lon": (None, "1")})
    assert (as_text.status_code, "the part `file`" in as_text.text) == (422, True)
    named = site.client.post(PHOTOS, files={"file": (None, "bytes")})
    assert (named.status_code, "the part `file`" in named.text) == (422, True)


def test_one_picture_is_sent_at_a_time(site: Site) -> None:
    two = [("file", ("a.jpg", jpeg())), ("file", ("b.jpg", jpeg()))]
    answer = site.client.post(PHOTOS, files=two)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert "Maximum number of files is 1" in answer.json()["detail"]


def test_a_form_that_is_none_is_refused(site: Site) -> None:
    answer = site.client.post(PHOTOS, content=b"nothing", headers={"Content-Type": "multipart/form-data"})
    assert answer.status_code == 400, answer.text


def test_a_case_that_is_not_there_is_told(site: Site, office: CaseOffice) -> None:
    assert "no such case" in send(site, jpeg(), 404, case=7)["detail"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PHOTOS}/" + "0" * 64, 404),
        (f"{PHOTOS}/" + "0" * 64 + "?size=huge", 422),
        (f"{PHOTOS}/" + "0" * 64 + "?width=9", 422),
        (f"{PHOTOS}/nope", 422),
        (f"{PHOTOS}/..%2f..%2fsecret_key", 404),
        (PHOTOS, 405),
    ],
)
def test_what_is_not_there_is_told(site: Site, path: str, status: int) -> None:
    assert site.client.get(path).status_code == status


def test_more_than_the_limit_is_refused_before_it_is_read(site: Site) -> None:
    answer = site.client.post(PHOTOS, files={"file": ("a.jpg", bytes(MAX_FORM_BYTES + 1))})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "choose a smaller size" in answer.json()["detail"]
    assert "请在手机上选择较小的尺寸" in answer.json()["told"]["zh"]
    just_more = site.client.post(PHOTOS, files={"file": ("a.jpg", bytes(LARGEST_UPLOAD_BYTES + 1))})
    assert (just_more.status_code, "choose a smaller size" in just_more.text) == (422, True)


FORM = "multipart/form-data; boundary=x"
PIECE: Message = {"type": "http.request", "body": bytes(MAX_FORM_BYTES // 4), "more_body": True}


@pytest.mark.parametrize("told", [str(MAX_FORM_BYTES + 1), "-1", "many"])
def test_a_form_that_is_said_to_be_too_large_is_kept_from_the_application(told: str) -> None:
    client = Client([PIECE, LAST], path=PHOTOS, Content_Length=told, Content_Type=FORM)
    assert ((client.ask() or (0,))[0], client.taken) == (413, 2), "who is sending hears the answer"
    assert client.app.bodies == []


def test_who_asks_first_sends_nothing_that_is_thrown_away() -> None:
    client = Client([PIECE], path=PHOTOS, Content_Length="50000000", Content_Type=FORM, Expect="100-continue")
    assert ((client.ask() or (0,))[0], client.taken) == (413, 0)


def test_what_is_thrown_away_has_an_end() -> None:
    client = Client([PIECE] * 100, path=PHOTOS, Content_Length="999999999", Content_Type=FORM)
    assert (client.ask() or (0,))[0] == 413
    assert client.taken <= THROWN_AWAY_BYTES // len(PIECE["body"]) + 1


@pytest.mark.parametrize("media_type", ["application/json", "image/jpeg", "application/x-www-form-urlencoded", ""])
def test_a_picture_is_sent_as_a_form(media_type: str) -> None:
    client = Client([LAST], path=PHOTOS, Content_Length="9", Content_Type=media_type)
    status, problem = client.ask() or (0, {})
    assert (status, client.app.bodies) == (415, [])
    assert "multipart/form-data" in problem["detail"]


def test_a_picture_that_is_chunked_is_counted_as_it_comes(site: Site) -> None:
    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(12):
            yield bytes(MAX_FORM_BYTES // 4)

    answer = site.client.post(PHOTOS, content=endless(), headers={"Content-Type": FORM})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_phone_at_the_edge_of_its_network_has_time() -> None:
    seconds = 20 * 8 / 1.0
    assert seconds <= FORM_PATIENCE_S, "20 MB at 1 Mbit/s"


UPLOADS = f"{PHOTOS}/uploads"


def begun(site: Site, content: bytes) -> Any:
    told = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "media_type": "image/jpeg"}
    answer = site.client.post(UPLOADS, json=told)
    assert answer.status_code == 200, answer.text
    return answer.json()


def part(site: Site, upload: str, offset: int, content: bytes, status: int = 200, **query: Any) -> Any:
    headers = {"Content-Type": "application/octet-stream", "Upload-Offset": str(offset)}
    answer = site.client.patch(f"{UPLOADS}/{upload}", content=content, headers=headers, params=query)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_picture_in_parts_is_the_picture_in_one(site: Site) -> None:
    content = jpeg(2000, 1500)
    upload = begun(site, content)
    assert upload == {"id": upload["id"], "size": len(content), "offset": 0, "photo": None}
    assert part(site, upload["id"], 0, content[:1000])["offset"] == 1000
    assert part(site, upload["id"], 0, content[:1000])["offset"] == 1000, "the answer to it may have been lost"
    assert part(site, upload["id"], 0, content[:999], 409)["offset"] == 1000
    assert site.get(f"{UPLOADS}/{upload['id']}")["offset"] == 1000
    kept = part(site, upload["id"], 1000, content[1000:], lon=LON, lat=LAT)["photo"]
    assert kept == send(site, content)
    assert begun(site, content)["photo"]["digest"] == kept["digest"]
    assert part(site, upload["id"], len(content), b"")["photo"]["digest"] == kept["digest"]


def test_an_empty_part_at_the_end_makes_the_picture_that_a_killed_server_had_whole(site: Site) -> None:
    content = jpeg(300, 200)
    upload = begun(site, content)["id"]
    actor = known("seat", Role.OPERATOR)
    site.services.photos.uploads.add(upload, 0, content, actor)
    assert begun(site, content) == {"id": upload, "size": len(content), "offset": len(content), "photo": None}
    assert part(site, upload, len(content), b"")["photo"]["width"] == 300


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ({"Content-Type": "image/jpeg", "Upload-Offset": "0"}, 415, "application/octet-stream"),
        ({"Content-Type": "application/octet-stream"}, 422, "Upload-Offset"),
        ({"Content-Type": "application/octet-stream", "Upload-Offset": "-1"}, 422, "Upload-Offset"),
    ],
    ids=["as a picture", "no offset", "a negative offset"],
)
def test_a_part_that_is_none_is_refused(site: Site, headers: dict[str, str], status: int, words: str) -> None:
    upload = begun(site, jpeg())["id"]
    answer = site.client.patch(f"{UPLOADS}/{upload}", content=b"x", headers=headers)
    assert answer.status_code == status
    assert words.lower() in answer.json()["detail"].lower()
    assert site.get(f"{UPLOADS}/{upload}")["offset"] == 0


def test_a_part_of_nothing_is_told_to_begin(site: Site) -> None:
    assert "begin it again" in part(site, "0" * 64, 0, b"x", 404)["detail"]
