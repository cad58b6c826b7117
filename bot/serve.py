"""`python -m bot.serve`: Rasa on `MQA_RASA_URL`, with the gateway's channel and nothing else."""

from __future__ import annotations

import sys

from bot.runtime import prepare
from bot.settings import PROJECT, Settings
from telemetry import logs, spans


def main() -> int:
    settings = Settings()
    if not settings.model.exists():
        print(f"No dialogue model at {settings.model}: run python -m bot.train first.", file=sys.stderr)
        return 1
    prepare(settings)
    logs.configure("rasa", settings.log_level.upper())
    spans.configure("rasa", settings.otlp_endpoint)
    from rasa.core import agent
    from rasa.core.run import serve_application

    from bot.endpoints import endpoints

    # Rasa would go on with dialogues in memory where the store fails: it would say that it has understood, and forget.
    agent.FailSafeTrackerStore = lambda store: store
    serve_application(
        model_path=str(settings.model),
        interface=settings.rasa_url.host,
        port=int(settings.rasa_url.port),
        credentials=str(PROJECT / "credentials.yml"),
        endpoints=endpoints(settings),
        enable_api=False,
    )
    spans.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
