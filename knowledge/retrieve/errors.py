"""What can be in the way of searching; every message says, in Chinese, what to do.

RetrieveError
├── ModelError          the embedding model is missing or of another format
├── BadRelease          a release is incomplete, altered, or made by another version or for another model
└── BadSettings         a file that people edit, or that was fitted, is not as it should be
"""

from __future__ import annotations


class RetrieveError(Exception):
    pass


class ModelError(RetrieveError):
    pass


class BadRelease(RetrieveError):
    pass


class BadSettings(RetrieveError):
    pass
