"""Measures the product; a search within this process computes as the knowledge service does."""

from knowledge import settings as settings  # before numpy is loaded
