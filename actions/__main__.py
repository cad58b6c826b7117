"""`python -m actions`: the action server on `MQA_ACTIONS_URL`."""

from __future__ import annotations

import logging

from rasa_sdk.endpoint import create_app

from actions.settings import Settings


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    address = Settings().actions_url
    # Only this package holds actions. rasa-sdk imports what lies below the package it is given by bare names as well,
    # so the packages beside it (eligibility, understanding, …) stay out of its reach.
    app = create_app("actions.dialogue", cors_origins="")
    app.run(address.host, int(address.port), workers=1, access_log=False)


if __name__ == "__main__":
    main()
