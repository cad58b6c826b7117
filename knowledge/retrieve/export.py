"""Turns a sentence-transformers checkpoint into what serving reads: an ONNX graph and a tokenizer, in 8 bits a weight.

Weights have a scale for each output, activations one for a whole matrix, found while multiplying. A few channels of a
transformer's activations are far larger than the others and would leave them no bits, so each channel is divided by a power of two
and its weights are multiplied by it (SmoothQuant, Xiao et al. 2023). Questions keep their vectors to a cosine of 0.999 in the
mean, to 0.987 without that; scales for blocks of 32 of both kept them to 0.9995 and took 1.8 times as long. Layers that read the same
(query, key and value) are one: their input is rounded once, and threads wait for each other less often. The graph is for one text at a
time, so that nothing is masked; BERT's self-attention is one operator of ONNX Runtime, in the place of seventeen.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from knowledge.retrieve.quiet import quietly

FORMAT = 5
DESCRIPTION, GRAPH, TOKENIZER = "model.json", "model.onnx", "tokenizer.json"
_BLOCK = 32  # of the embedding table
_ALPHA = 0.75  # of a channel's size, how much goes from activations to weights; 0.5, 0.65 and 0.85 moved the vectors further
# What a person may ask and what an office may publish; which channels are large hardly depends on it.
_SAMPLES = (
    "谁可以申报？",
    "奖金多少",
    "材料交了以后什么时候能知道结果，要不要本人到现场？",
    "我们公司去年才成立，能不能申请这个奖",
    "电话",
    "我想問一下，呢個獎點樣申請？",
    "How long does the review take and who decides?",
    "ISO 9001、GB/T 19580-2012 和 30000 字",
    "第一条 为了规范奖励的评审工作，根据有关法律、法规和规章，结合本市实际，制定本办法。",
    "申请人应当在规定的期限内，通过网上办事大厅如实填报申请表，并上传营业执照、近三年的财务报表、信用报告等证明材料；逾期未提交的，视为放弃。",
    "（一）依法登记注册三年以上；（二）经营状况良好，主要指标居同行业前列；（三）近三年没有重大质量、安全、环保事故。",
    "领导：如何确定使命、愿景和价值观，如何制定战略目标并分解到各部门，用哪些指标衡量，结果与竞争对手相比如何。",
)


@quietly
def export(checkpoint: str, folder: Path) -> None:
    """Write `folder` for a checkpoint's folder or hub name; it appears whole or not at all."""
    from sentence_transformers import SentenceTransformer

    # The plain attention is what the graph optimiser knows how to fuse.
    model = SentenceTransformer(
        checkpoint, device="cpu", model_kwargs={"attn_implementation": "eager"}
    ).eval()
    _smooth(model, _prefixes(model, checkpoint))
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    _write_graph(model, partial / GRAPH)
    model.tokenizer.backend_tokenizer.save(str(partial / TOKENIZER))
    digest = hashlib.sha256()
    for name in (GRAPH, TOKENIZER):
        digest.update((partial / name).read_bytes())
    description = {
        "format": FORMAT,
        "name": Path(checkpoint).name if Path(checkpoint).is_dir() else checkpoint,
        "fingerprint": digest.hexdigest()[:16],
        "dimension": model.get_embedding_dimension(),
        "max_tokens": model.max_seq_length,
        "prefixes": _prefixes(model, checkpoint),
    }
    (partial / DESCRIPTION).write_text(json.dumps(description, ensure_ascii=False, indent=2), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def _prefixes(model, name: str) -> dict[str, str]:
    """What the model wants before a question and before a passage; E5 checkpoints on the hub do not declare it."""
    prompts = model.prompts
    if not any(prompts.values()) and "e5" in Path(name).name.lower():
        return {"query": "query: ", "passage": "passage: "}
    return {
        "query": prompts.get("query") or "",
        "passage": prompts.get("passage") or prompts.get("document") or "",
    }


def _smooth(model, prefixes: dict[str, str]) -> None:
    """Evens out what the linear layers read and puts those together that read the same, in place; but for rounding, what they give
    stays the same."""
    import torch
    from transformers.models.bert.modeling_bert import BertSelfAttention
    from transformers.models.xlm_roberta.modeling_xlm_roberta import XLMRobertaSelfAttention

    class Smoothed(torch.nn.Module):
        """Linear layers that read the same, as one."""

        def __init__(self, linears: list[torch.nn.Linear], peaks: torch.Tensor) -> None:
            super().__init__()
            weights = torch.cat([each.weight.detach() for each in linears])
            largest = weights.abs().amax(0).clamp(min=1e-5)
            shift = (peaks.clamp(min=1e-5) ** _ALPHA / largest ** (1 - _ALPHA)).log2().round().exp2()
            biases = [torch.zeros(each.out_features) if each.bias is None else each.bias for each in linears]
            self.register_buffer("factors", 1 / shift)
            self.register_buffer("weights", (weights * shift).T.contiguous())
            self.register_buffer("bias", torch.cat([each.detach() for each in biases]))

        def forward(self, activations):
            return self.read(activations) @ self.weights + self.bias

        def read(self, activations):
            return activations if self.factors is None else activations * self.factors

    class Part(torch.nn.Module):
        """What one of them gives; in the graph, the product is there once for all of them."""

        def __init__(self, together: Smoothed, begin: int, end: int) -> None:
            super().__init__()
            self.together, self.begin, self.end = together, begin, end

        def forward(self, activations):
            return self.together(activations)[..., self.begin : self.end]

    class Attention(torch.nn.Module):
        """Of a whole text, nothing of it masked; it gives what the layer `after` it reads, divided already."""

        def __init__(self, together: Smoothed, heads: int, after: Smoothed) -> None:
            super().__init__()
            self.together, self.heads = together, heads
            values = slice(-len(after.factors), None)
            together.weights[:, values] *= after.factors
            together.bias[values] *= after.factors
            after.factors = None

        def forward(self, activations, *_masked, **_nothing_else):
            read = self.together.read(activations)
            inputs, attributes = (read, self.together.weights, self.together.bias), {"num_heads": self.heads}
            operator = "com.microsoft::Attention"
            return torch.onnx.ops.symbolic(
                operator, inputs, attributes, dtype=read.dtype, shape=read.shape, version=1
            ), None

    linears = {name: each for name, each in model.named_modules() if isinstance(each, torch.nn.Linear)}
    peaks: dict[str, torch.Tensor] = {}  # (channels,) of what was read
    readers: dict[str, list[str]] = {}  # the first that reads something → all that do

    def watch(name: str):
        def see(_linear, inputs) -> None:
            largest = inputs[0].detach().abs().flatten(0, -2).amax(0)
            peaks[name] = torch.maximum(peaks.get(name, largest), largest)
            first = next((each for each, known in read.items() if known is inputs[0]), name)
            read.setdefault(first, inputs[0])
            readers.setdefault(first, [])
            if name not in readers[first]:
                readers[first].append(name)

        return see

    watching = [each.register_forward_pre_hook(watch(name)) for name, each in linears.items()]
    for prefix in prefixes.values():
        for sample in _SAMPLES:
            read: dict[str, torch.Tensor] = {}  # of this sample, by the first that reads it
            model.encode([sample], prompt=prefix, show_progress_bar=False)
    for each in watching:
        each.remove()
    for first, names in readers.items():
        together, begin = Smoothed([linears[name] for name in names], peaks[first]), 0
        for name in names:
            parent, _, own = name.rpartition(".")
            end = begin + linears[name].out_features
            setattr(model.get_submodule(parent), own, Part(together, begin, end))
            begin = end
    for name, each in list(model.named_modules()):
        if isinstance(each, BertSelfAttention | XLMRobertaSelfAttention):
            within = model.get_submodule(name.rpartition(".")[0])
            within.self = Attention(
                each.query.together, each.num_attention_heads, within.output.dense.together
            )


def _write_graph(model, path: Path) -> None:
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    encoder = model[0].model if hasattr(model[0], "model") else model[0].auto_model
    encoder.set_input_embeddings(_block_embedding(encoder.get_input_embeddings()))
    ids = model.preprocess(["query: 深圳市市长质量奖"])["input_ids"]
    plain = path.with_suffix(".plain.onnx")
    with torch.no_grad():
        torch.onnx.export(
            _sentence_vector(model).eval(),
            (ids,),
            str(plain),
            input_names=["input_ids"],
            output_names=["sentence_vector"],
            dynamic_shapes=({1: torch.export.Dim("tokens", max=model.max_seq_length)},),
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    quantize_dynamic(
        plain,
        path,
        op_types_to_quantize=["MatMul", "Attention"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        # What attention multiplies is no weight; the weights of an output need not lie evenly around zero.
        extra_options={"MatMulConstBOnly": True, "WeightSymmetric": False},
    )
    plain.unlink()


def _sentence_vector(model):
    import torch

    class SentenceVector(torch.nn.Module):
        """(1, tokens) ids → (1, dimension) a vector of length 1."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids):
            features = {"input_ids": input_ids, "attention_mask": torch.ones_like(input_ids)}
            return torch.nn.functional.normalize(self.model(features)["sentence_embedding"], dim=-1)

    return SentenceVector()


def _block_embedding(embedding):
    """An embedding table in 8 bits with a scale for each block of 32: most of a small model's weights are here."""
    import torch

    class BlockEmbedding(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            rows, width = embedding.weight.shape
            block = _BLOCK if width % _BLOCK == 0 else width
            blocks = embedding.weight.detach().float().reshape(rows, width // block, block)
            scales = blocks.abs().amax(-1, keepdim=True).clamp(min=1e-8) / 127
            self.register_buffer("codes", (blocks / scales).round().to(torch.int8))
            self.register_buffer("scales", scales)

        def forward(self, ids):
            return (self.codes[ids].float() * self.scales[ids]).flatten(-2)

    return BlockEmbedding()
