"""A phone on the street: a server behind TLS and on plain http, an officer's browser, and cases to work on."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.e2e.conftest import FLAGS, PATIENCE_MS
from tests.e2e.product import Product, chromium, eventually, new_session
from tests.pictures import jpeg
from tests.tls_proxy import Certificate, TlsProxy, certify, running

SAFE, PLAIN = "street.test", "plain.test"
"""Names of the server: over TLS, and on plain http, where a browser gives a page less."""
PROXY: Final = "127.0.0.3"
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
DAY_MS: Final = 86_400_000
AHEAD: Final = f"(() => {{ const told = Date.now; Date.now = () => told() + {DAY_MS}; }})()"
"""The clock of a phone that is a day ahead."""
_ADD: Final = """async ([deed, pictures]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const blobs = pictures.map((text) => new Blob([bytes(text)], { type: 'image/jpeg' }));
  const photos = blobs.map((blob, at) => ({ blob, role: 'after', name: `${at}.jpg` }));
  try {
    return await xiuhua.outbox.add({ label: deed.action, ...deed, photos });
  } catch (error) { return error.message; }
}"""


class Street:
    """The server, and a Chromium that finds it by its names and trusts the certificate of the tests alone."""

    def __init__(self, product: Product, browser: Browser, tls_port: int) -> None:
        self.product, self.browser = product, browser
        self.safe = f"https://{SAFE}:{tls_port}"
        self.plain = f"http://{PLAIN}:{product.port}"
        ((self.squad,),) = product.query("SELECT squad FROM account WHERE name = 'officer'")

    @contextmanager
    def phone(self, address: str, *scripts: str, room_bytes: int = 0) -> Iterator[BrowserContext]:
        """The browser of a phone on which the officer is signed in; with so much room, if that is told."""
        context = self.browser.new_context(viewport=PHONE, locale="zh-CN")
        context.set_default_timeout(PATIENCE_MS)
        for script in scripts:
            context.add_init_script(script)
        page = context.new_page()
        if room_bytes:
            session = context.new_cdp_session(page)
            session.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": room_bytes})
        page.goto(f"{address}/login?next=/field")
        page.fill("[name=name]", "officer")
        page.fill("[name=password]", self.product.demo_password())
        page.click(".door-enter")
        page.wait_for_url("**/field")
        page.goto("about:blank")
        yield context
        context.close()

    def case(self) -> dict[str, Any]:
        """A new case that the officer's squad has to handle."""
        ((category,),) = self.product.query("SELECT MIN(code) FROM category WHERE code LIKE '05__'")
        case = self.ask("POST", "/cases", source="hotline", category=category, lon=121.40, lat=29.65)
        for action, told in (("register", {}), ("file", {}), ("dispatch", {"squad": self.squad})):
            case = self.act(case, action, **told)
        return case

    def act(self, case: dict[str, Any], action: str, **told: Any) -> dict[str, Any]:
        """What a move by the dispatcher makes of the case as it is now."""
        revision = self.ask("GET", f"/cases/{case['id']}")["revision"]
        return self.ask("POST", f"/cases/{case['id']}/{action}", revision=revision, reason="现场", **told)

    def ask(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """What the API answers to the dispatcher."""
        cookies = new_session(self.product.port, "dispatcher", self.product.demo_password())
        headers = {"x-csrftoken": cookies["_csrf_token"]}
        with httpx2.Client(trust_env=False, cookies=cookies, headers=headers, timeout=60) as client:
            answer = client.request(method, f"{self.product.url}/api/v1{path}", json=body or None)
        assert answer.status_code < 300, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def steps(self, case: dict[str, Any]) -> list[str]:
        """What was done to the case, in order."""
        entries = self.ask("GET", f"/cases/{case['id']}/timeline")["items"]
        return [
            each["what"]
            for each in entries
            if each["kind"] in ("step", "dispatch", "comment") and each["what"] != "queue"
        ]


def opened(context: BrowserContext, address: str) -> Page:
    """The phone page with an outbox that has looked at what there is."""
    page = context.new_page()
    page.goto(f"{address}/field")
    until_ready(page)
    return page


def until_ready(page: Page) -> None:
    """Returns when the outbox knows what waits, and for whom."""
    page.wait_for_function("() => Boolean(window.xiuhua?.outbox?.state().person)")
    page.evaluate("() => xiuhua.outbox.ready.then(() => true)")


def add(page: Page, case: dict[str, Any], action: str, *pictures: bytes, **body: Any) -> Any:
    """Leaves a deed in the outbox: its id, or the words why it was not kept."""
    told = {"revision": case["revision"], "keep": True, **body}
    deed = {"case_id": case["id"], "action": action, "body": told}
    return page.evaluate(_ADD, [deed, [base64.b64encode(each).decode() for each in pictures]])


def state(page: Page) -> dict[str, Any]:
    """What the outbox says of itself."""
    told: dict[str, Any] = page.evaluate("() => xiuhua.outbox.state()")
    return told


def until_delivered(page: Page) -> None:
    """Returns when nothing waits on the phone."""
    page.wait_for_function("() => xiuhua.outbox.state().items.length && !xiuhua.outbox.state().waiting")


def picture(number: int, size: int = 0) -> bytes:
    """A picture that no other is like; of about so many bytes, most of which no reader looks at."""
    content = jpeg(160, 120, shade=number % 200)
    return content + secrets.token_bytes(max(0, size - len(content)))


def pin_of(certificate: Certificate) -> str:
    """The digest of the server's key, by which Chromium is told to trust it."""
    key = x509.load_pem_x509_certificate(certificate.chain.read_bytes()).public_key()
    shown = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(shown).digest()).decode()


@contextmanager
def open_street(folder: Path, browsers: Any) -> Iterator[Street]:
    """Starts the web server alone, with the demo's accounts, and a Chromium for it."""
    product, certificate = Product(folder / "data", 60), certify(folder, SAFE)
    product.environment |= {
        "XIUHUA_ALLOWED_HOSTS": f"{SAFE},{PLAIN}",
        "XIUHUA_ALLOW_PLAIN_HTTP": "true",
        "XIUHUA_TRUSTED_PROXIES": PROXY,
        "XIUHUA_SECRET_KEY": secrets.token_hex(32),
    }
    product.prepare()
    with ExitStack() as at_end:
        at_end.callback(product.stop)
        product.start("web")
        eventually(lambda: product.get("/api/v1/me"), "the web server answers")
        port = at_end.enter_context(running(TlsProxy(product.port, PROXY, certificate)))
        names = f"--host-resolver-rules=MAP {SAFE} 127.0.0.1, MAP {PLAIN} 127.0.0.1"
        flags = [*FLAGS, names, f"--ignore-certificate-errors-spki-list={pin_of(certificate)}"]
        browser = browsers.launch(executable_path=chromium(), args=flags)
        at_end.callback(browser.close)
        yield Street(product, browser, port)
