"""All settings: one frozen object, built once from the environment variables that begin with XIUHUA_."""

from __future__ import annotations

import difflib
import functools
import os
import re
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Final, NamedTuple
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from dashboard.domain.oidc import ISSUER_LENGTH_AT_MOST
from dashboard.domain.text import Language
from dashboard.domain.wall_facts import WallPeople
from dashboard.errors import SettingsError

PREFIX: Final = "XIUHUA_"
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_SECRET_LENGTH: Final = 32
_HOST_NAME: Final = re.compile(
    r"[0-9a-z_]([0-9a-z_-]*[0-9a-z_])?(\.[0-9a-z_]([0-9a-z_-]*[0-9a-z_])?)*|[0-9a-f:.]*:[0-9a-f:.]*"
)
_MQTT_PORTS: Final = {"mqtt": 1883, "mqtts": 8883}

Port = Annotated[int, Field(ge=1, le=65535)]


class MqttEndpoint(NamedTuple):
    """One MQTT broker: where it listens and who we are to it."""

    host: str
    port: int
    username: str | None = None
    password: str | None = None
    tls: bool = False


class Settings(BaseSettings):
    """What may be set from outside. The field `data_dir` is the variable `XIUHUA_DATA_DIR`, and so on.

    Processes build it with `load_settings`, which tells what is wrong in one line; tests give the fields by name.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    data_dir: Path = Field(Path("var"), description="folder of everything that Xiuhua keeps")
    database_url: str = Field(
        "", repr=False, description="empty: SQLite in DATA_DIR; or postgresql+psycopg://user:password@host/name"
    )
    mqtt_url: Annotated[tuple[MqttEndpoint, ...], NoDecode] = Field(
        (),
        repr=False,
        description="empty: the embedded broker; or mqtt://host:port, mqtts://user:password@host:port, comma-separated",
    )
    mqtt_host: str = Field("127.0.0.1", description="address on which the embedded broker listens; 0.0.0.0: on all")
    mqtt_port: Port = Field(18830, description="port on which the embedded broker listens")
    mqtt_share_group: str = Field(
        "", pattern=r"^[A-Za-z0-9_.-]*$", description="group of an MQTT 5 shared subscription"
    )
    mqtt_session_expiry_min: int = Field(
        60, ge=1, le=7 * 24 * 60, description="minutes after which the session of a client that is gone is given up"
    )
    disk_reserve_mb: int = Field(
        200, ge=0, le=1_000_000, description="MB kept free in DATA_DIR; below it nothing is acknowledged; 0: none"
    )
    host: str = Field("127.0.0.1", description="address of the web server")
    port: Port = Field(8050, description="port of the web server")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="further names of the web server, such as a proxy's, without scheme and port; comma-separated"
    )
    web_workers: int = Field(1, ge=1, le=64, description="web processes")
    city_timezone: str = Field("Asia/Shanghai", description="IANA name of the city's time zone")
    language: Language = Field(Language.CHINESE, description="interface language of those who chose none")
    basemap: str = Field(
        "builtin", description="builtin; a tile URL with {z} or {TileMatrix}; a .pmtiles or .mbtiles file"
    )
    secret_key: str = Field("", repr=False, description="signs sessions; empty: generated into DATA_DIR")
    allow_plain_http: bool = Field(
        False, description="beyond loopback: let people sign in over http too, where others may listen"
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="addresses of the proxies whose X-Forwarded-For and -Proto are believed; comma-separated"
    )
    password_length: int = Field(8, ge=8, le=64, description="characters that a password has at least")
    password_days: int = Field(90, ge=0, le=3650, description="days after which a password must be changed; 0: never")
    sign_in_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (), description="networks from which people may sign in, such as 10.8.0.0/16; comma-separated; empty: all"
    )
    separate_audit: bool = Field(
        False, description="whoever manages accounts or rights does not see the audit log; auditors do"
    )
    track_days: int = Field(30, ge=1, le=3650, description="days for which it is kept where people on duty were")
    wall_people: WallPeople = Field(
        WallPeople.COUNTS, description="what walls show of people on duty, never names: counts; or dots on the map too"
    )
    photo_days: int = Field(
        1830, ge=30, le=36500, description="days for which pictures of a case are kept after it has ended"
    )
    picture_days: int = Field(
        180, ge=1, le=36500, description="days for which pictures of camera events are kept; of open cases longer"
    )
    webhook_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (),
        description="networks to which webhooks may go, such as 10.8.0.0/16; comma-separated; empty: anywhere else",
    )
    suspension_days: int = Field(
        365, ge=1, le=3650, description="days after which a suspension (挂账) counts as one that does not end"
    )
    idle_min: int = Field(30, ge=1, le=24 * 60, description="minutes without a request after which a session ends")
    oidc_issuer: str = Field(
        "", max_length=ISSUER_LENGTH_AT_MOST, description="issuer of the OpenID Connect provider; empty: passwords only"
    )
    oidc_client_id: str = Field("", description="what Xiuhua is called at that provider")
    oidc_client_secret: str = Field(
        "", repr=False, validate_default=True, description="with which it proves there that it is Xiuhua"
    )

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("postgresql+psycopg://", "sqlite:///")):
            raise ValueError("begins with none of postgresql+psycopg://, sqlite:///")
        return value

    @field_validator("mqtt_url", mode="before")
    @classmethod
    def _brokers(cls, value: object) -> tuple[MqttEndpoint, ...]:
        if isinstance(value, tuple):
            return value
        return tuple(_endpoint(url.strip()) for url in str(value).split(",") if url.strip())

    @field_validator("mqtt_host")
    @classmethod
    def _address(cls, value: str) -> str:
        try:
            return value if value == "localhost" else str(ip_address(value))
        except ValueError as error:
            raise ValueError("no IP address of this machine") from error

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _addresses(cls, value: object) -> tuple[str, ...]:
        given = value if isinstance(value, tuple) else str(value).split(",")
        found = tuple(str(address).strip() for address in given if str(address).strip())
        for address in found:
            ip_address(address)
        return found

    @field_validator("sign_in_networks", "webhook_networks", mode="before")
    @classmethod
    def _networks(cls, value: object) -> tuple[IPv4Network | IPv6Network, ...]:
        given = value if isinstance(value, tuple) else str(value).split(",")
        return tuple(ip_network(str(network).strip()) for network in given if str(network).strip())

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _names(cls, value: object) -> tuple[str, ...]:
        given = value if isinstance(value, tuple) else str(value).split(",")
        names = tuple(str(name).strip().strip("[]").rstrip(".").lower() for name in given if str(name).strip())
        wrong = next((name for name in names if not _HOST_NAME.fullmatch(name)), None)
        if wrong is not None:
            raise ValueError(f"{wrong} is no host name")
        return names

    @field_validator("city_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, LookupError) as error:
            raise ValueError("no such time zone; it is one like Asia/Shanghai") from error
        return value

    @field_validator("basemap")
    @classmethod
    def _known_basemap(cls, value: str) -> str:
        is_url = value.startswith(("http://", "https://")) and any(zoom in value for zoom in ("{z}", "{TileMatrix}"))
        if value == "builtin" or is_url or (value.endswith((".pmtiles", ".mbtiles")) and Path(value).is_file()):
            return value
        raise ValueError("neither builtin nor a tile URL nor an existing file")

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < _SECRET_LENGTH:
            raise ValueError(f"has fewer than {_SECRET_LENGTH} characters")
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if value and not (is_safe and parts.hostname and not parts.query and not parts.fragment):
            raise ValueError("is no https address, as the provider itself names it, without ? and #")
        return value

    @field_validator("oidc_client_secret")
    @classmethod
    def _all_or_none(cls, value: str, info: ValidationInfo) -> str:
        names = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
        given = {**info.data, "oidc_client_secret": value}
        missing = [f"{PREFIX}{name.upper()}" for name in names if not given.get(name)]
        if missing and len(missing) < len(names):
            raise ValueError(f"{' and '.join(missing)} must be set too, or none of the three")
        return value

    @property
    def timezone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.city_timezone)

    @property
    def database(self) -> str:
        """The SQLAlchemy URL that is in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'xiuhua.db'}"

    @property
    def has_embedded_broker(self) -> bool:
        """Whether Xiuhua brings its own broker."""
        return not self.mqtt_url

    @property
    def mqtt_endpoints(self) -> tuple[MqttEndpoint, ...]:
        """The brokers to connect to, tried in turn; of the embedded one only the address."""
        return self.mqtt_url or (MqttEndpoint(_as_reached_here(self.mqtt_host), self.mqtt_port),)

    @property
    def basemap_tiles(self) -> str:
        """What the page draws: `builtin`, or a tile URL with {z}, {x} and {y}; tiles of a file come from ourselves."""
        if self.basemap_file is not None:
            return "/api/v1/map/tiles/{z}/{x}/{y}"
        names = {"{TileMatrix}": "{z}", "{TileCol}": "{x}", "{TileRow}": "{y}"}
        return functools.reduce(lambda url, name: url.replace(name, names[name]), names, self.basemap)

    @property
    def basemap_file(self) -> Path | None:
        """The tile file that the basemap is read from, if it is one."""
        is_file = self.basemap.endswith((".pmtiles", ".mbtiles")) and "://" not in self.basemap
        return Path(self.basemap) if is_file else None

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches the web server."""
        return self.host in LOOPBACK

    @property
    def web_url(self) -> str:
        """Where people find it."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def host_names(self) -> frozenset[str]:
        """Every name that the web server goes by, lower case; of an IPv6 address without brackets."""
        return frozenset((*LOOPBACK, self.host, *self.allowed_hosts))

    @property
    def log_dir(self) -> Path:
        """Where every process writes its log."""
        return self.data_dir / "log"

    def session_secret(self) -> str:
        """SECRET_KEY, or the one kept in DATA_DIR, which is made on first use and readable by its owner only."""
        return self.secret_key or _kept_secret(self.data_dir / "secret_key")


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach an IP address, or `localhost`."""
    return address == "localhost" or ip_address(address).is_loopback


def _as_reached_here(address: str) -> str:
    """Where this machine itself reaches who listens on that address: of all addresses, on loopback."""
    if address == "localhost" or not (given := ip_address(address)).is_unspecified:
        return address
    return "127.0.0.1" if given.version == 4 else "::1"


def load_settings() -> Settings:
    """The settings of this process's environment.

    Raises SettingsError with one line that names the variable, its value and what is allowed.
    """
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in Settings.model_fields:
            raise SettingsError(_unknown(name))
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_complaint(error)) from error


def _unknown(variable: str) -> str:
    names = [name.upper() for name in Settings.model_fields]
    near = difflib.get_close_matches(variable.removeprefix(PREFIX).upper(), names, n=1)
    if near:
        return f"{variable} is no setting. Did you mean {PREFIX}{near[0]}?"
    return f"{variable} is no setting. There are {', '.join(PREFIX + name for name in names)}."


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0])
    value = _without_secrets(name, str(first["input"]))
    reason = str(first["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return f"{PREFIX}{name.upper()}={value}: {reason} ({Settings.model_fields[name].description})"


def _without_secrets(name: str, value: str) -> str:
    return "…" if name in ("secret_key", "oidc_client_secret") else re.sub(r"//[^,]*@", "//…@", value)


def _endpoint(url: str) -> MqttEndpoint:
    parts = urlsplit(url)
    if parts.scheme not in _MQTT_PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(f"{parts.scheme or 'it'}://{parts.hostname or ''} is no MQTT broker's address")
    port = parts.port or _MQTT_PORTS[parts.scheme]
    return MqttEndpoint(parts.hostname, port, _plain(parts.username), _plain(parts.password), parts.scheme == "mqtts")


def _plain(quoted: str | None) -> str | None:
    return None if quoted is None else unquote(quoted)


def _kept_secret(path: Path) -> str:
    """The secret in `path`. Of several processes that make it at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(_SECRET_LENGTH))
        try:
            os.link(draft, path)
        except FileExistsError:
            return path.read_text()
        finally:
            draft.unlink()
    return path.read_text()


def child_environment(settings: Settings, **more: str) -> dict[str, str]:
    """The environment for processes that this one starts: its own, the data folder spelt out, and `more`."""
    return {**os.environ, f"{PREFIX}DATA_DIR": str(settings.data_dir), **more}
