"""`python -m actions`: the action server on `MQA_ACTIONS_URL`."""

from __future__ import annotations

from actions.settings import Settings
from telemetry import logs, spans


def main() -> None:
    settings = Settings()
    logs.configure("actions", settings.log_level.upper())
    spans.configure("actions", settings.otlp_endpoint)
    from rasa_sdk.endpoint import create_app  # warns while it is imported: the log has to be there

    # Only this package holds actions. rasa-sdk imports what lies below the package it is given by bare names as well,
    # so the packages beside it (eligibility, understanding, …) stay out of its reach.
    app = create_app("actions.dialogue", cors_origins="")
    app.run(settings.actions_url.host, int(settings.actions_url.port), workers=1, access_log=False)
    spans.close()


if __name__ == "__main__":
    main()
