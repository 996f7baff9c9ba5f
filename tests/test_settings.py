"""The settings: what is taken from the environment, and the one line that refuses the rest."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from api.sign_in import PLAIN_HTTP
from dashboard.domain.text import Language
from dashboard.errors import SettingsError
from dashboard.settings import PREFIX, MqttEndpoint, Settings, child_environment, is_loopback, load_settings


def test_without_any_variable_the_defaults_of_the_contract_hold() -> None:
    settings = load_settings()
    assert settings.data_dir == Path("var").resolve()
    assert settings.database == f"sqlite:///{settings.data_dir}/xiuhua.db"
    assert settings.mqtt_endpoints == (MqttEndpoint("127.0.0.1", 18830),)
    assert settings.has_embedded_broker
    assert settings.web_url == "http://127.0.0.1:8050"
    assert settings.language is Language.CHINESE
    assert str(settings.timezone) == "Asia/Shanghai"


def test_an_empty_variable_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIUHUA_PORT", "")
    assert load_settings().port == 8050


def test_brokers_of_a_cluster_are_tried_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIUHUA_MQTT_URL", "mqtt://one, mqtts://user:p%40ss@[::1]:9999")
    settings = load_settings()
    assert settings.mqtt_endpoints == (
        MqttEndpoint("one", 1883),
        MqttEndpoint("::1", 9999, "user", "p@ss", tls=True),
    )
    assert not settings.has_embedded_broker


@pytest.mark.parametrize(
    ("address", "reached_at", "only_here"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.2", "127.0.0.2", True),
        ("::1", "::1", True),
        ("localhost", "localhost", True),
        ("0.0.0.0", "127.0.0.1", False),
        ("::", "::1", False),
        ("192.0.2.7", "192.0.2.7", False),
    ],
)
def test_the_embedded_broker_is_reached_where_it_listens(
    monkeypatch: pytest.MonkeyPatch, address: str, reached_at: str, only_here: bool
) -> None:
    monkeypatch.setenv("XIUHUA_MQTT_HOST", address)
    settings = load_settings()
    assert [place.host for place in settings.mqtt_endpoints] == [reached_at]
    assert is_loopback(settings.mqtt_host) is only_here


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("XIUHUA_PROT", "8051", "Did you mean XIUHUA_PORT?"),
        ("XIUHUA_QUITE_ELSE", "1", "There are XIUHUA_DATA_DIR, "),
        ("XIUHUA_PORT", "http", "XIUHUA_PORT=http: should be a valid integer"),
        ("XIUHUA_PORT", "70000", "less than or equal to 65535"),
        ("XIUHUA_TRUSTED_PROXIES", "10.0.0.1,proxy", "XIUHUA_TRUSTED_PROXIES=10.0.0.1,proxy"),
        ("XIUHUA_SIGN_IN_NETWORKS", "10.8.0.0/33", "'10.8.0.0/33' does not appear to be an IPv4 or IPv6 network"),
        ("XIUHUA_SIGN_IN_NETWORKS", "10.8.0.1/16", "10.8.0.1/16 has host bits set"),
        ("XIUHUA_PASSWORD_DAYS", "-1", "greater than or equal to 0"),
        ("XIUHUA_PASSWORD_LENGTH", "4", "XIUHUA_PASSWORD_LENGTH=4"),
        ("XIUHUA_WEB_WORKERS", "0", "greater than or equal to 1"),
        ("XIUHUA_CITY_TIMEZONE", "Mars/Olympus", "no such time zone"),
        ("XIUHUA_CITY_TIMEZONE", "../../etc/passwd", "no such time zone"),
        ("XIUHUA_LANGUAGE", "fr", "should be 'zh-CN' or 'en'"),
        ("XIUHUA_MQTT_URL", "tcp://broker:1883", "tcp://broker is no MQTT broker's address"),
        ("XIUHUA_MQTT_URL", "mqtt://broker:99999", "Port out of range"),
        ("XIUHUA_MQTT_HOST", "everywhere", "no IP address of this machine"),
        ("XIUHUA_MQTT_HOST", "127.0.0.1:1883", "no IP address of this machine"),
        ("XIUHUA_MQTT_SHARE_GROUP", "a/b", "should match"),
        ("XIUHUA_DATABASE_URL", "mysql://db/xiuhua", "postgresql+psycopg://"),
        ("XIUHUA_BASEMAP", "missing.pmtiles", "nor an existing file"),
        ("XIUHUA_BASEMAP", "https://tiles.example/one.png", "neither builtin nor a tile URL"),
        ("XIUHUA_SECRET_KEY", "short", "fewer than 32 characters"),
        ("XIUHUA_OIDC_ISSUER", "http://sso.example", "no https address"),
        ("XIUHUA_OIDC_ISSUER", "https://sso.example/?a=b", "no https address"),
        ("XIUHUA_OIDC_ISSUER", "sso.example", "no https address"),
        ("XIUHUA_OIDC_CLIENT_SECRET", "geheim", "XIUHUA_OIDC_ISSUER and XIUHUA_OIDC_CLIENT_ID must be set too"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert says in str(refusal.value)
    assert str(refusal.value).startswith(variable)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("XIUHUA_MQTT_URL", "mqtt://someone:geheim/12@broker:99999"),
        ("XIUHUA_DATABASE_URL", "mysql://someone:geheim@db/xiuhua"),
        ("XIUHUA_SECRET_KEY", "geheim"),
    ],
)
def test_a_refusal_does_not_tell_a_password(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize("missing", ["ISSUER", "CLIENT_ID", "CLIENT_SECRET"])
def test_an_identity_provider_is_set_wholly_or_not_at_all(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    whole = {"ISSUER": "https://sso.example/realm", "CLIENT_ID": "xiuhua", "CLIENT_SECRET": "geheim"}
    for name, value in whole.items():
        monkeypatch.setenv(f"XIUHUA_OIDC_{name}", value)
    assert load_settings().oidc_issuer == "https://sso.example/realm"
    monkeypatch.delenv(f"XIUHUA_OIDC_{missing}")
    with pytest.raises(SettingsError, match=f"XIUHUA_OIDC_{missing} must be set too") as refusal:
        load_settings()
    assert "\n" not in str(refusal.value)
    assert "geheim" not in str(refusal.value)


def test_printed_settings_do_not_tell_a_password() -> None:
    settings = Settings(
        mqtt_url=(MqttEndpoint("broker", 1883, "someone", "geheim"),),
        database_url="postgresql+psycopg://someone:geheim@db/xiuhua",
        secret_key="geheim" * 8,
    )
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    "template", ["https://tiles.example/{z}/{x}/{y}.png", "https://wmts.example/{TileMatrix}/{TileRow}"]
)
def test_a_tile_address_is_a_basemap(monkeypatch: pytest.MonkeyPatch, template: str) -> None:
    monkeypatch.setenv("XIUHUA_BASEMAP", template)
    assert load_settings().basemap == template


def test_the_session_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")
    secret = settings.session_secret()
    assert len(secret) >= 32
    assert settings.session_secret() == secret
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret_key"]


def test_a_given_secret_is_used_and_not_kept(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key="k" * 32)
    assert settings.session_secret() == "k" * 32
    assert list(tmp_path.iterdir()) == []


def test_children_get_the_data_folder_spelt_out(tmp_path: Path) -> None:
    environment = child_environment(Settings(data_dir=tmp_path), EXTRA="1")
    assert environment["XIUHUA_DATA_DIR"] == str(tmp_path)
    assert environment["EXTRA"] == "1"


def test_the_setting_that_the_login_page_names_is_one() -> None:
    names = [re.search(rf"{PREFIX}(\w+)=", text) for text in PLAIN_HTTP]
    assert [found and found.group(1).lower() in Settings.model_fields for found in names] == [True, True]


def test_networks_are_listed_and_an_address_alone_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIUHUA_SIGN_IN_NETWORKS", "10.8.0.0/16, 192.0.2.7 ,fd00::/8")
    assert [str(network) for network in load_settings().sign_in_networks] == ["10.8.0.0/16", "192.0.2.7/32", "fd00::/8"]
