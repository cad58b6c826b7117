"""What the gateway is told from outside: `MQA_…` environment variables and `.env`, read once."""

from __future__ import annotations

import re
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("需要写成 http://主机:端口 或 https://主机")
    return value.rstrip("/")


def _listed(value: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in value.split(",") if item.strip())


def _aes_key(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}|", value.get_secret_value()):
        raise ValueError("应为后台给出的 43 位字母和数字")
    return value


def _redis_url(value: SecretStr) -> SecretStr:
    parts = urlsplit(value.get_secret_value())
    if value and (parts.scheme not in ("redis", "rediss") or not parts.hostname):
        raise ValueError("需要写成 redis://主机:端口/编号 或 rediss://用户:密码@主机:端口/编号")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]
RedisUrl = Annotated[SecretStr, AfterValidator(_redis_url)]
AesKey = Annotated[SecretStr, AfterValidator(_aes_key)]
NONE = SecretStr("")


class Settings(BaseSettings):
    """Every name here is `MQA_` and the field in capitals."""

    model_config = SettingsConfigDict(env_prefix="MQA_", env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    # Address that people see, for links in replies; empty: links without a host.
    public_url: str = ""

    knowledge_url: HttpUrl = "http://127.0.0.1:8001"
    rasa_url: HttpUrl = "http://127.0.0.1:5005"
    actions_url: HttpUrl = "http://127.0.0.1:5055"
    database_url: str = ""
    # With several gateways: rate limits and the order of turns are kept there.
    redis_url: RedisUrl = SecretStr("")

    # Sites that may embed the widget, such as https://www.example.gov.cn; comma separated, `*` for all.
    widget_origins: str = ""
    # Addresses or networks of reverse proxies whose X-Forwarded-For is believed; comma separated.
    trusted_proxies: str = ""
    # For each session and for each address; 0 turns the limit off.
    rate_limit_per_minute: int = Field(60, ge=0)

    session_idle_hours: float = Field(24, gt=0)
    turn_timeout_seconds: float = Field(10, gt=0)
    # At once; who comes then is asked to come again, rather than kept waiting for the time above.
    most_turns: int = Field(30, ge=1)
    log_level: str = "INFO"
    # Where spans are sent over OTLP/HTTP, such as http://collector:4318; empty: nowhere.
    otlp_endpoint: str = ""

    # The desk: a log-in ends after so long without a request, and after so long in any case.
    staff_idle_minutes: float = Field(30, gt=0)
    staff_session_hours: float = Field(10, gt=0)
    # When the desk is staffed, as people are told it, such as 工作日 9:00–12:00、14:00–18:00; empty: not told.
    desk_hours: str = ""
    # Staff log in with an account of their organization (OpenID Connect); unless all three are set they cannot.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = NONE
    # What the retention job deletes, by age.
    keep_transcripts_days: int = Field(180, ge=1)
    keep_audit_days: int = Field(3 * 365, ge=1)

    # The WeChat Official Account (公众号); without a token there is none. See wechat/README.md.
    wechat_token: SecretStr = NONE
    wechat_app_id: str = ""
    wechat_encoding_aes_key: AesKey = NONE
    # Accepted beside the key above while a new one is being introduced.
    wechat_previous_aes_key: AesKey = NONE
    # Empty: `compat` with a key, else `plain`.
    wechat_mode: Literal["", "plain", "compat", "safe"] = ""
    # With it, answers that come late are sent by the customer-service API.
    wechat_app_secret: SecretStr = NONE
    wechat_api_base: HttpUrl = "https://api.weixin.qq.com"

    # WeCom's customer service (微信客服); unless all four are set there is none.
    wecom_token: SecretStr = NONE
    wecom_corp_id: str = ""
    wecom_encoding_aes_key: AesKey = NONE
    wecom_secret: SecretStr = NONE
    wecom_api_base: HttpUrl = "https://qyapi.weixin.qq.com"

    @field_validator("public_url", "otlp_endpoint")
    @classmethod
    def _url_or_none(cls, value: str) -> str:
        return _http_url(value) if value else ""

    @field_validator("oidc_issuer")
    @classmethod
    def _oidc_issuer(cls, value: str, info: ValidationInfo) -> str:
        if not value:
            return ""
        issuer = _http_url(value)
        if urlsplit(issuer).scheme == "http" and urlsplit(issuer).hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("身份系统的地址要以 https:// 开头")
        if not info.data.get("public_url"):
            raise ValueError("要同时设 MQA_PUBLIC_URL：登录以后回到那个地址")
        return issuer

    @field_validator("widget_origins")
    @classmethod
    def _widget_origins(cls, value: str) -> str:
        for origin in _listed(value):
            if (
                origin != "*"
                and _http_url(origin) != f"{urlsplit(origin).scheme}://{urlsplit(origin).netloc}"
            ):
                raise ValueError(f"{origin}: 只写协议、主机和端口，例如 https://www.example.gov.cn")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _trusted_proxies(cls, value: str) -> str:
        for proxy in _listed(value):
            ip_network(proxy)  # raises ValueError with the address in its text
        return value

    @field_validator("log_level")
    @classmethod
    def _log_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("DEBUG、INFO、WARNING、ERROR 之一")
        return value.upper()

    @cached_property
    def has_oidc(self) -> bool:
        return bool(self.oidc_issuer and self.oidc_client_id and self.oidc_client_secret)

    @cached_property
    def has_wecom(self) -> bool:
        return bool(
            self.wecom_token and self.wecom_corp_id and self.wecom_encoding_aes_key and self.wecom_secret
        )

    @cached_property
    def origins(self) -> tuple[str, ...]:
        return tuple(origin.rstrip("/") for origin in _listed(self.widget_origins))

    @cached_property
    def proxies(self) -> tuple[str, ...]:
        return _listed(self.trusted_proxies)


def mistakes(error: ValidationError) -> list[str]:
    """What is wrong with the settings, a line each, without what is secret."""
    lines = []
    for mistake in error.errors():
        field = str(mistake["loc"][0])
        given = "…" if Settings.model_fields[field].annotation is SecretStr else repr(mistake["input"])
        lines.append(f"MQA_{field.upper()}={given}：{mistake['msg']}")
    return lines
