"""Whether the Official Account and 微信客服 are configured so that they can work, said in Chinese."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.gateway.settings import Settings
from bot.gateway.wechat.api import ApiError, Refused, Unreachable
from bot.gateway.wechat.menu import read_menu

# What the API's codes mean to whoever has to mend it.
ADVICE = {
    40001: "AppSecret 不对，请到公众平台“设置与开发 › 基本配置”核对或重置。",
    40013: "AppID 不对，请核对 MQA_WECHAT_APP_ID。",
    40125: "AppSecret 不对，请到公众平台“设置与开发 › 基本配置”核对或重置。",
    40164: "这台服务器的出口 IP 不在白名单里，请到公众平台“基本配置 › IP 白名单”添加。",
    40243: "AppSecret 已被冻结，请到公众平台解冻。",
    45009: "今天的调用次数已用完，明天再试，或到公众平台清零。",
    48001: "这个公众号没有该接口的权限（一般是还没有认证）。",
    50002: "这个公众号的接口被停用，请到公众平台查看通知。",
}

Level = Literal["ok", "hint", "wrong"]
SIGNS: dict[Level, str] = {"ok": "✓", "hint": "–", "wrong": "✗"}


@dataclass(frozen=True)
class Finding:
    level: Level
    text: str

    def __str__(self) -> str:
        return f"{SIGNS[self.level]} {self.text}"


def advice(error: ApiError) -> str:
    if isinstance(error, Refused):
        return f"微信返回 {error.code}：{ADVICE.get(error.code, '请按这个错误码查微信的文档。')}"
    if isinstance(error, Unreachable):
        return "连不上微信的接口，请检查网络和 MQA_WECHAT_API_BASE。"
    return "微信的回答看不懂，请检查 MQA_WECHAT_API_BASE。"


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """What can be told without asking WeChat."""
    if not settings.wechat_token:
        yield Finding("wrong", "没有设置 MQA_WECHAT_TOKEN：公众号没有启用，/wechat 会回答 404。")
        return
    yield from _official_account(settings)
    yield from _links(settings)
    yield from _menu(settings)
    if settings.wecom_token:
        yield from _wecom(settings)
    else:
        yield Finding("hint", "没有设置 MQA_WECOM_TOKEN：微信客服没有启用。")


def _official_account(settings: Settings) -> Iterator[Finding]:
    token = settings.wechat_token.get_secret_value()
    if re.fullmatch(r"[A-Za-z0-9]{3,32}", token):
        yield Finding("ok", "MQA_WECHAT_TOKEN 已设置。")
    else:
        yield Finding("wrong", "MQA_WECHAT_TOKEN 应为 3 到 32 位英文或数字，并和公众平台里填的一致。")
    if re.fullmatch(r"wx[0-9a-f]{16}", settings.wechat_app_id):
        yield Finding("ok", "MQA_WECHAT_APP_ID 已设置。")
    elif settings.wechat_encoding_aes_key or settings.wechat_app_secret:
        yield Finding("wrong", "MQA_WECHAT_APP_ID 应为 wx 开头的 18 位 AppID，解密和调用接口都要用它。")
    else:
        yield Finding("hint", "MQA_WECHAT_APP_ID 没有设置或格式不对；明文模式下不用它。")
    mode = settings.wechat_mode or ("compat" if settings.wechat_encoding_aes_key else "plain")
    named = {"plain": "明文模式", "compat": "兼容模式", "safe": "安全模式"}[mode]
    if mode != "plain" and not settings.wechat_encoding_aes_key:
        yield Finding("wrong", f"{named}需要 MQA_WECHAT_ENCODING_AES_KEY（公众平台里的 43 位密钥）。")
    elif mode == "safe":
        yield Finding("ok", "消息加解密方式：安全模式。")
    else:
        yield Finding("hint", f"消息加解密方式：{named}。正式使用建议安全模式（MQA_WECHAT_MODE=safe）。")
    if settings.wechat_previous_aes_key:
        yield Finding("hint", "旧密钥仍被接受；更换完成后请清空 MQA_WECHAT_PREVIOUS_AES_KEY。")


def _links(settings: Settings) -> Iterator[Finding]:
    if not settings.public_url:
        yield Finding("wrong", "没有设置 MQA_PUBLIC_URL：回复里的链接要用公众看得到的地址。")
    elif not settings.public_url.startswith("https://"):
        yield Finding("hint", "MQA_PUBLIC_URL 不是 https：微信里打开会有安全提示。")
    else:
        yield Finding("ok", f"回复里的链接以 {settings.public_url} 开头。")


def _menu(settings: Settings) -> Iterator[Finding]:
    try:
        read_menu().as_wechat(settings.public_url)
        yield Finding("ok", "菜单文件没有问题；用 python -m bot.gateway.wechat menu push 发布。")
    except ValueError as error:
        yield Finding("wrong", f"菜单文件：{error}")


def _wecom(settings: Settings) -> Iterator[Finding]:
    needed = {
        "MQA_WECOM_CORP_ID": bool(settings.wecom_corp_id),
        "MQA_WECOM_ENCODING_AES_KEY": bool(settings.wecom_encoding_aes_key),
        "MQA_WECOM_SECRET": bool(settings.wecom_secret),
    }
    missing = [name for name, given in needed.items() if not given]
    if missing:
        yield Finding("wrong", f"微信客服还缺 {'、'.join(missing)}。")
    else:
        yield Finding("ok", "微信客服的设置齐全。")


async def api_finding(settings: Settings, fetch: Callable[[bool], Awaitable[object]]) -> Finding:
    """Whether the app secret opens WeChat's API."""
    if not settings.wechat_app_secret:
        return Finding(
            "hint", "没有设置 MQA_WECHAT_APP_SECRET：慢的回答等下一次消息才给；菜单请在公众平台里设置。"
        )
    try:
        await fetch(False)
    except ApiError as error:
        return Finding("wrong", advice(error))
    return Finding("ok", "AppSecret 有效，客服消息和菜单接口可以调用。")
