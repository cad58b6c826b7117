import json

import pytest

from knowledge.ingest.edition import DOCUMENTS
from knowledge.retrieve import index, parameters
from knowledge.retrieve.errors import BadRelease, BadSettings
from knowledge.retrieve.unanswerable import read_unanswerable
from tests.knowledge.small_guide import SmallEmbedder, make_edition


def test_what_is_written_is_what_is_loaded(release, embedder):
    loaded = index.load(release, embedder)
    [edition] = loaded.editions.values()
    assert edition.edition == make_edition()
    assert edition.unanswerable == ("秘书处的电话是多少？", "今天天气怎么样？")
    assert all(each.text in edition.edition.passages[each.passage].text for each in edition.sentences)


def test_the_same_inputs_make_the_same_bytes(write_release, tmp_path):
    first, second = (write_release(tmp_path / name) for name in ("a", "b"))
    assert (first / "retrieve.json").read_bytes() == (second / "retrieve.json").read_bytes()


@pytest.mark.parametrize(
    "name", ["2020/edition.json", "2020/questions.faiss", "2020/spelling.json", "parameters.yml"]
)
@pytest.mark.parametrize("spoil", ["cut", "remove", "alter"])
def test_a_spoilt_release_is_refused(release, embedder, name, spoil):
    file = release / name
    content = file.read_bytes()
    if spoil == "remove":
        file.unlink()
    else:
        file.write_bytes(content[:-20] if spoil == "cut" else content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(BadRelease, match="python -m knowledge build"):
        index.load(release, embedder)


@pytest.mark.parametrize(
    "change", [{"format": 0}, {"model": "another"}, {"files": None}, {"editions": ["1999"]}]
)
def test_a_release_of_another_make_is_refused(release, embedder, change):
    manifest = json.loads((release / "retrieve.json").read_text("utf-8"))
    (release / "retrieve.json").write_text(json.dumps(manifest | change), "utf-8")
    with pytest.raises(BadRelease, match="python -m knowledge build"):
        index.load(release, embedder)


def test_progress_is_told_to_the_end(tmp_path, documents):
    told = []
    index.Writer(SmallEmbedder(), documents).write(
        tmp_path, [make_edition()], lambda *step: told.append(step)
    )
    assert told[0][1] == 0 and told[-1][1] == told[-1][2]


def test_the_fitted_parameters_name_what_the_code_multiplies():
    from knowledge.retrieve import features, gate

    fitted = parameters.read_parameters()
    assert tuple(fitted.fusion) == tuple(fitted.fusion_without_questions) == features.NAMES
    assert tuple(fitted.gate) == gate.NAMES
    assert 0 < fitted.gate_threshold < 1


def test_parameters_of_another_shape_are_refused(tmp_path):
    file = tmp_path / "parameters.yml"
    file.write_text("fusion: {}\n", "utf-8")
    with pytest.raises(BadSettings, match="python -m eval fit"):
        parameters.read_parameters(file)


def test_the_unanswerable_questions_that_staff_edit_are_sound():
    found = read_unanswerable(DOCUMENTS / "2020" / "unanswerable.jsonl")
    assert len(found) >= 500 and len(set(found)) == len(found)


@pytest.mark.parametrize(
    "line", ["{", '"q"', '{"q": "在吗"}', '{"q": " ", "kind": "near"}', '{"q": 1, "kind": "near"}']
)
def test_a_bad_line_of_unanswerable_questions_is_named(tmp_path, line):
    file = tmp_path / "unanswerable.jsonl"
    file.write_text('{"q": "你好", "kind": "chitchat"}\n' + line + "\n", "utf-8")
    with pytest.raises(BadSettings, match="第 2 行"):
        read_unanswerable(file)
