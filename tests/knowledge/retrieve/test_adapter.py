"""What training taught the model, as a file: it is read as it was written, small, and refused when it is not whole."""

import numpy as np
import pytest
from safetensors.numpy import save_file

from knowledge.retrieve import adapter
from knowledge.retrieve.errors import BadSettings

NAME = "encoder.layer.9.output.dense.weight"


def test_what_is_added_is_the_product_of_the_halves(tmp_path):
    down, up = np.arange(6).reshape(2, 3) / 8, np.arange(8).reshape(4, 2) / 8
    adapter.write(tmp_path / "a", {NAME: (down, up)}, {"seed": "1"})
    assert adapter.changes(tmp_path / "a")[NAME] == pytest.approx(up @ down)


def test_the_version_changes_with_the_file(tmp_path):
    for value in (0.0, 1.0):
        adapter.write(tmp_path / str(value), {NAME: (np.ones((1, 2)), np.full((2, 1), value))}, {})
    assert adapter.version(tmp_path / "0.0") != adapter.version(tmp_path / "1.0")


@pytest.mark.parametrize("names", [(), (NAME + ".down",), (NAME + ".down", NAME + ".up", "else")])
def test_a_file_that_is_not_whole_is_refused(tmp_path, names):
    save_file({name: np.zeros((1, 1), dtype=np.float16) for name in names}, tmp_path / "a")
    with pytest.raises(BadSettings, match="python -m eval train"):
        adapter.changes(tmp_path / "a")


def test_the_trained_one_is_small_and_changes_upper_layers_only():
    assert adapter.FILE.stat().st_size < 5_000_000
    changes = adapter.changes()
    assert {name.split(".")[2] for name in changes} <= {str(layer) for layer in range(4, 12)}
    assert all(np.isfinite(change).all() and change.any() for change in changes.values())
