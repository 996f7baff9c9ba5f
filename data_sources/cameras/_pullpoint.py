"""ONVIF PullPoint: subscribes to a camera's events and asks for them again and again, over HTTP.

No library that was looked at fits: `onvif-zeep-async` brings 25 packages, wants an event loop of its own, and keeps
nothing of what came verbatim.
"""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit, urlunsplit
from xml.etree.ElementTree import Element, tostring

import httpx2

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import LoginRefused
from dashboard.domain.text import Text
from dashboard.errors import Unavailable, UnreadablePayload
from data_sources.camera_http import NO_ANSWER, NO_LOGIN, REFUSED, login
from data_sources.cameras._soap import clock_of, envelope, fault_of, security
from data_sources.xml_payloads import MAX_XML_BYTES, parse_xml, without_namespaces

log = logging.getLogger(__name__)

_DEVICE: Final = "http://www.onvif.org/ver10/device/wsdl"
_EVENTS: Final = "http://www.onvif.org/ver10/events/wsdl"
_NOTIFY: Final = "http://docs.oasis-open.org/wsn/b-2"
_WAIT_S: Final = 20
"""So long the camera waits for an event before it answers that there is none."""
_LIVES_S: Final = 300
_RENEW_AFTER_S: Final = 120.0
_MOST_MESSAGES: Final = 100
_NO_EVENTS: Final = Text("该设备不提供 ONVIF 事件", "the device offers no events over ONVIF")
_NO_XML: Final = Text("应答的不是 ONVIF 设备", "what answers is no ONVIF device")
_UNKNOWN_LOGIN: Final = ("NotAuthorized", "FailedAuthentication", "FailedCheck")
_SOAP: Final = "application/soap+xml; charset=utf-8"


class PullPoint:
    """A subscription at one camera. Every method raises Unavailable with the reason, LoginRefused."""

    def __init__(self, asking: httpx2.Client, access: CameraAccess) -> None:
        self._asking = asking
        self._access = access
        self._ahead = timedelta(0)
        self._address = ""
        self._parameters: list[str] = []
        self._renew_at_s = 0.0

    def subscribe(self) -> None:
        """Say that we want events. The clock is asked first: tokens are judged by the camera's own."""
        root, _ = self._ask(self._access.url, f'<GetSystemDateAndTime xmlns="{_DEVICE}"/>', is_named=False)
        clock = clock_of(root)
        self._ahead = timedelta(0) if clock is None else clock - datetime.now(UTC)
        wanted = f'<GetCapabilities xmlns="{_DEVICE}"><Category>Events</Category></GetCapabilities>'
        root, _ = self._ask(self._access.url, wanted)
        service = next((each.findtext("XAddr") for each in root.iter("Events")), None)
        if not service:
            raise Unavailable(_NO_EVENTS)
        begin = (
            f'<CreatePullPointSubscription xmlns="{_EVENTS}"><InitialTerminationTime>PT{_LIVES_S}S'
            "</InitialTerminationTime></CreatePullPointSubscription>"
        )
        action = f"{_EVENTS}/EventPortType/CreatePullPointSubscriptionRequest"
        root, answer = self._ask(self._ours(service), begin, action=action)
        address = next((each.findtext("Address") for each in root.iter("SubscriptionReference")), None)
        self._address = self._ours(address or service)
        self._parameters = _reference_parameters(parse_xml(answer))
        self._renew_at_s = time.monotonic() + _RENEW_AFTER_S

    def pull(self) -> bytes:
        """Return the next answer, verbatim: with what happened, or without anything after a while."""
        if time.monotonic() >= self._renew_at_s:
            self._renew()
        wanted = (
            f'<PullMessages xmlns="{_EVENTS}"><Timeout>PT{_WAIT_S}S</Timeout><MessageLimit>{_MOST_MESSAGES}'
            "</MessageLimit></PullMessages>"
        )
        return self._of_subscription(wanted, f"{_EVENTS}/PullPointSubscription/PullMessagesRequest")

    def unsubscribe(self) -> None:
        """Tell that we want nothing more: cameras hold a handful of subscriptions, and forget each after a while."""
        action = f"{_NOTIFY}/SubscriptionManager/UnsubscribeRequest"
        try:
            self._of_subscription(f'<Unsubscribe xmlns="{_NOTIFY}"/>', action)
        except (Unavailable, httpx2.HTTPError) as error:
            log.info("the subscription at %s was not ended: %s", self._access.camera, error)

    def _renew(self) -> None:
        renewed = f'<Renew xmlns="{_NOTIFY}"><TerminationTime>PT{_LIVES_S}S</TerminationTime></Renew>'
        self._of_subscription(renewed, f"{_NOTIFY}/SubscriptionManager/RenewRequest")
        self._renew_at_s = time.monotonic() + _RENEW_AFTER_S

    def _of_subscription(self, body: str, action: str) -> bytes:
        return self._ask(self._address, body, action=action, more=self._parameters)[1]

    def _ask(
        self, url: str, body: str, *, action: str = "", more: list[str] | None = None, is_named: bool = True
    ) -> tuple[Element, bytes]:
        """The answer with local names only, and as it came."""
        access = self._access
        token = security(access.user, access.password, self._ahead) if access.user and is_named else ""
        message = envelope(body, action=action, to=url, more=more or (), security=token)
        kind = f'{_SOAP}; action="{action}"' if action else _SOAP
        status, content = self._post(url, message, kind)
        if status == httpx2.codes.UNAUTHORIZED:
            raise LoginRefused(NO_LOGIN)
        try:
            root = without_namespaces(parse_xml(content))
        except UnreadablePayload as error:
            told = _NO_XML if status == httpx2.codes.OK else Text(*(part.format(status) for part in REFUSED))
            raise Unavailable(told) from error
        _require_no_fault(root)
        return root, content

    def _post(self, url: str, message: bytes, kind: str) -> tuple[int, bytes]:
        content = bytearray()
        headers, auth = {"Content-Type": kind}, login(self._access)
        with self._asking.stream("POST", url, content=message, headers=headers, auth=auth) as answer:
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > MAX_XML_BYTES:
                    raise Unavailable(_NO_XML)
        return answer.status_code, bytes(content)

    def _ours(self, address: str) -> str:
        """The address as we reach the camera: what it calls itself is often a network that is not ours."""
        told, ours = urlsplit(address), urlsplit(self._access.url)
        return urlunsplit((ours.scheme, ours.netloc, told.path or "/", told.query, ""))


def answers_of(access: CameraAccess, patience_s: float) -> Iterator[bytes]:
    """Yield what the camera answers for as long as it does. Raises Unavailable with the reason, LoginRefused."""
    waits = httpx2.Timeout(patience_s, connect=5.0)
    try:
        with httpx2.Client(verify=ssl.create_default_context(), timeout=waits, trust_env=False) as asking:
            point = PullPoint(asking, access)
            point.subscribe()
            try:
                while True:
                    yield point.pull()
            except GeneratorExit:
                point.unsubscribe()
                raise
    except (httpx2.HTTPError, httpx2.StreamError, httpx2.InvalidURL) as error:
        log.info("the ONVIF device of %s does not answer: %s", access.camera, type(error).__name__)
        raise Unavailable(NO_ANSWER) from error


def _require_no_fault(root: Element) -> None:
    fault = fault_of(root)
    if fault is None:
        return
    if any(code in fault for code in _UNKNOWN_LOGIN):
        raise LoginRefused(NO_LOGIN)
    raise Unavailable(Text(f"摄像头应答：{fault}", f"the camera answers: {fault}"))


def _reference_parameters(root: Element) -> list[str]:
    """What the camera wants back in the header of every message about the subscription."""
    found = next((each for each in root.iter() if each.tag.endswith("}ReferenceParameters")), None)
    return [] if found is None else [tostring(each, encoding="unicode") for each in found]
