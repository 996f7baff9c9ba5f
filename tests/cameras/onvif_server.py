"""An ONVIF device on a port of this machine: SOAP over HTTP, WS-Security by digest, one PullPoint."""

from __future__ import annotations

import base64
import hashlib
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from xml.etree.ElementTree import Element

from data_sources.xml_payloads import parse_xml, without_namespaces
from tests.cameras.camera_server import NONCE, REALM, Camera

_ENVELOPE: Final = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" '
    'xmlns:tev="http://www.onvif.org/ver10/events/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" '
    'xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:wsa5="http://www.w3.org/2005/08/addressing" '
    'xmlns:tns1="http://www.onvif.org/ver10/topics" xmlns:ter="http://www.onvif.org/ver10/error"><s:Body>{}</s:Body></s:Envelope>'
)
_FAULT: Final = (
    "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:{}</s:Value></s:Subcode></s:Code>"
    '<s:Reason><s:Text xml:lang="en">{}</s:Text></s:Reason></s:Fault>'
)
_MESSAGE: Final = (
    '<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">'
    'tns1:RuleEngine/FieldDetector/ObjectsInside</wsnt:Topic><wsnt:Message><tt:Message UtcTime="{at}" '
    'PropertyOperation="{operation}"><tt:Source><tt:SimpleItem Name="VideoSource" Value="VideoSource_1"/>'
    '<tt:SimpleItem Name="Rule" Value="{rule}"/></tt:Source><tt:Data><tt:SimpleItem Name="IsInside" Value="{inside}"/>'
    "</tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>"
)


def notification(at: datetime, *, inside: str = "true", operation: str = "Changed", rule: str = "no_park_3") -> str:
    """Something that came into a field, or left it."""
    at_text = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return _MESSAGE.format(at=at_text, inside=inside, operation=operation, rule=rule)


class Device(Camera):
    """`ahead` is by how much its clock is ahead, `messages` what it has to tell; it waits for more as a camera does."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta(0)
        self.messages: queue.Queue[str | None] = queue.Queue()
        self.calls: list[str] = []
        self.subscription = 0
        self.wants_http_login = False
        self.no_events = False

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def knows(self, root: Element) -> bool:
        """UsernameToken Profile 1.0; a token that is older than a minute by the device's own clock is refused."""
        token = next(root.iter("UsernameToken"), None)
        if token is None:
            return not self.user
        created, nonce = token.findtext("Created") or "", base64.b64decode(token.findtext("Nonce") or "")
        made = hashlib.sha1(nonce + created.encode() + self.password.encode(), usedforsecurity=False).digest()
        is_fresh = abs(datetime.fromisoformat(created) - self.now) < timedelta(minutes=1)
        return is_fresh and token.findtext("Password") == base64.b64encode(made).decode()

    def answer(self, root: Element) -> tuple[int, str]:
        """Status and body of the answer to a message."""
        body = root.find("Body")
        call = body[0].tag if body is not None else ""
        self.calls.append(call)
        if call == "GetSystemDateAndTime":
            return 200, self._clock()
        if not self.knows(root):
            return 400, _FAULT.format("NotAuthorized", "Sender not Authorized")
        if call == "GetCapabilities":
            address = "" if self.no_events else "<tt:Events><tt:XAddr>http://192.168.1.64/event</tt:XAddr></tt:Events>"
            return 200, (
                f"<tds:GetCapabilitiesResponse><tds:Capabilities>{address}</tds:Capabilities>"
                "</tds:GetCapabilitiesResponse>"
            )
        if call == "CreatePullPointSubscription":
            return 200, self._subscribed()
        if root.findtext("Header/SubscriptionId") != str(self.subscription):
            return 500, _FAULT.format("InvalidArgVal", "no such subscription")
        return 200, self._pulled() if call == "PullMessages" else f"<wsnt:{call}Response/>"

    def _clock(self) -> str:
        now = self.now
        return (
            "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:UTCDateTime>"
            f"<tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute><tt:Second>{now.second}</tt:Second>"
            f"</tt:Time><tt:Date><tt:Year>{now.year}</tt:Year><tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day>"
            "</tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
        )

    def _subscribed(self) -> str:
        self.subscription += 1
        return (
            "<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference>"
            "<wsa5:Address>http://192.168.1.64:8000/event/pull</wsa5:Address><wsa5:ReferenceParameters>"
            f'<d:SubscriptionId xmlns:d="urn:device">{self.subscription}</d:SubscriptionId></wsa5:ReferenceParameters>'
            "</tev:SubscriptionReference></tev:CreatePullPointSubscriptionResponse>"
        )

    def _pulled(self) -> str:
        told = [self.messages.get() or ""]
        while not self.messages.empty():
            told.append(self.messages.get() or "")
        return f"<tev:PullMessagesResponse>{''.join(told)}</tev:PullMessagesResponse>"


@contextmanager
def serving(device: Device, port: int = 0) -> Iterator[Device]:
    """The device, while somebody may ask it; at the end it is gone with its subscription."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(device))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    device.url = f"http://127.0.0.1:{server.server_port}/onvif/device_service"
    try:
        yield device
    finally:
        device.subscription += 1
        device.messages.put(None)
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(device: Device) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = self.rfile.read(int(self.headers["Content-Length"]))
            device.paths.append(self.path)
            told = self.headers.get("Authorization", "")
            if device.wants_http_login and not device.admits("POST", self.path, told):
                self._send(401, b"", f'Digest realm="{REALM}", nonce="{NONCE}", qop="auth"')
                return
            status, body = device.answer(without_namespaces(parse_xml(message)))
            self._send(status, _ENVELOPE.format(body).encode())

        def _send(self, status: int, content: bytes, challenge: str = "") -> None:
            self.send_response(status)
            if challenge:
                self.send_header("WWW-Authenticate", challenge)
            self.send_header("Content-Type", "application/soap+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_told: Any) -> None:
            """Nothing."""

    return Handler
