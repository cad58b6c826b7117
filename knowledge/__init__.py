"""The guide: read, indexed, searched."""

import os

# Before numpy is loaded: its threads spin for 25 ms after every product, on the cores that the embedding needs next.
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")
