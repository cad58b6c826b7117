"""What applicants say, as facts: pure functions from a message to values, without Rasa and without wording."""
