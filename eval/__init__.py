"""Measures the product; a search within this process computes as the knowledge service does."""

import knowledge as knowledge  # before numpy is loaded
