from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.gateway.settings import Settings


def settings(**chosen: object) -> Settings:
    return Settings(_env_file=None, **chosen)


def test_the_defaults_are_those_of_the_contract(monkeypatch):
    for name in ("DATA_DIR", "PORT", "RASA_URL", "KNOWLEDGE_URL", "ACTIONS_URL"):
        monkeypatch.delenv(f"MQA_{name}", raising=False)
    found = settings()
    assert (found.host, found.port, str(found.data_dir)) == ("127.0.0.1", 8000, "var")
    assert (found.knowledge_url, found.rasa_url) == ("http://127.0.0.1:8001", "http://127.0.0.1:5005")
    assert (found.rate_limit_per_minute, found.public_url, found.origins) == (60, "", ())


@pytest.mark.parametrize(
    "name, value",
    [
        ("port", 0),
        ("port", 70000),
        ("rasa_url", "localhost:5005"),
        ("knowledge_url", "ftp://host"),
        ("public_url", "example.org"),
        ("widget_origins", "example.org"),
        ("widget_origins", "https://example.org/path"),
        ("rate_limit_per_minute", -1),
        ("turn_timeout_seconds", 0),
        ("session_idle_hours", 0),
        ("trusted_proxies", "proxy.local"),
        ("log_level", "LOUD"),
    ],
)
def test_what_cannot_be_is_refused(name, value):
    with pytest.raises(ValidationError, match=name):
        settings(**{name: value})


def test_addresses_are_trimmed():
    found = settings(
        public_url="https://q.example/zjt/",
        widget_origins=" https://a.example/ ,, https://b.example:8443",
        trusted_proxies="10.0.0.0/8, ::1",
        log_level="info",
    )
    assert found.public_url == "https://q.example/zjt"
    assert found.origins == ("https://a.example", "https://b.example:8443")
    assert found.proxies == ("10.0.0.0/8", "::1")
    assert found.log_level == "INFO"
