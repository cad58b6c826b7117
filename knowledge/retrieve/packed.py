"""Vectors of the texts that come with the product, in a byte a number: embedding them is most of making the first index.

`FILE` is written by `python -m knowledge vectors` and counts only for the model that it names. A text that is not in it is
embedded as ever, so it may be older than the documents.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("vectors.npz")


def read(file: Path, model: str) -> dict[str, np.ndarray]:
    """Key → (dimension,) float32 of length 1; nothing where the file is missing, broken or another model's."""
    try:
        with file.open("rb") as opened, np.load(opened) as kept:
            if str(kept["model"]) != model:
                return {}
            rows = kept["codes"].astype(np.float32)
            keys = [key.tobytes().hex() for key in kept["keys"]]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return dict(zip(keys, rows, strict=True))


def write(file: Path, model: str, vectors: Mapping[str, np.ndarray]) -> None:
    """Keys are hexadecimal, of one length. The greatest number of a row becomes 127: the cosine with the row itself is 0.9999
    or more."""
    keys = sorted(vectors)
    rows = np.array([vectors[key] for key in keys], dtype=np.float32)
    codes = np.round(rows * (127 / np.abs(rows).max(axis=1, keepdims=True))).astype(np.int8)
    partial = file.with_suffix(".partial.npz")
    digests = np.array([list(bytes.fromhex(key)) for key in keys], dtype=np.uint8)
    np.savez(partial, model=model, keys=digests, codes=codes)
    os.replace(partial, file)
