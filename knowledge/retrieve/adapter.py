"""What training taught the embedded model: low-rank changes of some of its matrices, added when the checkpoint is made.

`adapter.safetensors` holds for a matrix W, named as in the checkpoint, `W.down` (rank, inputs) and `W.up` (outputs, rank) in
16 bits; W becomes W + up · down. Written by `python -m eval train`. See Hu et al., LoRA (2021).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.retrieve.errors import BadSettings

if TYPE_CHECKING:  # `version` is asked at every start, the rest seldom
    import numpy as np

FILE = Path(__file__).with_name("adapter.safetensors")
_DOWN, _UP = ".down", ".up"


def version(file: Path = FILE) -> str:
    """Eight digits that change with the file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]


def changes(file: Path = FILE) -> dict[str, np.ndarray]:
    """Matrix name → what is added to it, (outputs, inputs) float32."""
    import numpy as np
    from safetensors.numpy import load_file

    tensors = load_file(file)
    names = [name.removesuffix(_DOWN) for name in tensors if name.endswith(_DOWN)]
    if not names or set(tensors) != {name + half for name in names for half in (_DOWN, _UP)}:
        raise BadSettings(f"{file}：不是完整的适配参数，请运行 python -m eval train 重新制作")
    return {
        name: tensors[name + _UP].astype(np.float32) @ tensors[name + _DOWN].astype(np.float32)
        for name in names
    }


def write(file: Path, halves: Mapping[str, tuple[np.ndarray, np.ndarray]], about: Mapping[str, str]) -> None:
    """`halves`: matrix name → down and up; `about` says how they came to be."""
    import numpy as np
    from safetensors.numpy import save_file

    tensors = {}
    for name, (down, up) in halves.items():
        tensors[name + _DOWN] = np.ascontiguousarray(down, dtype=np.float16)
        tensors[name + _UP] = np.ascontiguousarray(up, dtype=np.float16)
    save_file(tensors, file, metadata=dict(about))
