"""What Rasa talks to, from the settings: the action server, where dialogues are kept, what keeps turns apart."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig

from bot.settings import Settings

# Redis answers in a millisecond or is not there; Rasa's event loop waits for it.
REDIS_TIMEOUT_S = 2


def endpoints(settings: Settings) -> AvailableEndpoints:
    return AvailableEndpoints(
        action=EndpointConfig(url=f"{str(settings.actions_url).rstrip('/')}/webhook"),
        tracker_store=EndpointConfig(url=settings.tracker_url, type="bot.dialogue_store.DialogueStore"),
        lock_store=_lock_store(settings.redis_url.get_secret_value()),
    )


def _lock_store(redis_url: str) -> EndpointConfig | None:
    """Without Redis, Rasa's own locks in memory: one Rasa process."""
    if not redis_url:
        return None
    parts = urlsplit(redis_url)
    return EndpointConfig(
        type="redis",
        url=parts.hostname,
        port=parts.port or 6379,
        db=int(parts.path.strip("/") or 0),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_ssl=parts.scheme == "rediss",
        key_prefix="mqa",
        socket_timeout=REDIS_TIMEOUT_S,
    )
