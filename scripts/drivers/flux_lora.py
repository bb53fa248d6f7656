"""Lays a LoRA into the weights of FLUX.1, for programs that know none.

W + scale * alpha / rank * up @ down (E. Hu et al., "LoRA", 2021), for each matrix that it has a part for, before anything is
computed: what comes out is what the two would give side by side. Matrices are named as in the model's own release, or as diffusers
names them, whose query, key, value and MLP are rows of one matrix of the release. All of a LoRA is laid in, or none of it.
"""

import json
import re

# diffusers -> the release, with the place of the rows where one matrix of the release is several: 0, 1, 2 for query, key, value.
DOUBLE = {
    "attn.to_q": ("img_attn.qkv", 0),
    "attn.to_k": ("img_attn.qkv", 1),
    "attn.to_v": ("img_attn.qkv", 2),
    "attn.add_q_proj": ("txt_attn.qkv", 0),
    "attn.add_k_proj": ("txt_attn.qkv", 1),
    "attn.add_v_proj": ("txt_attn.qkv", 2),
    "attn.to_out.0": ("img_attn.proj", None),
    "attn.to_add_out": ("txt_attn.proj", None),
    "ff.net.0.proj": ("img_mlp.0", None),
    "ff.net.2": ("img_mlp.2", None),
    "ff_context.net.0.proj": ("txt_mlp.0", None),
    "ff_context.net.2": ("txt_mlp.2", None),
    "norm1.linear": ("img_mod.lin", None),
    "norm1_context.linear": ("txt_mod.lin", None),
}
SINGLE = {
    "attn.to_q": ("linear1", 0),
    "attn.to_k": ("linear1", 1),
    "attn.to_v": ("linear1", 2),
    "proj_mlp": ("linear1", 3),
    "proj_out": ("linear2", None),
    "norm.linear": ("modulation.lin", None),
}
OTHERS = {
    "x_embedder": "img_in",
    "context_embedder": "txt_in",
    "time_text_embed.timestep_embedder.linear_1": "time_in.in_layer",
    "time_text_embed.timestep_embedder.linear_2": "time_in.out_layer",
    "time_text_embed.text_embedder.linear_1": "vector_in.in_layer",
    "time_text_embed.text_embedder.linear_2": "vector_in.out_layer",
    "time_text_embed.guidance_embedder.linear_1": "guidance_in.in_layer",
    "time_text_embed.guidance_embedder.linear_2": "guidance_in.out_layer",
    "proj_out": "final_layer.linear",
}
PART = re.compile(r"(?P<module>.+?)\.(?:(?P<down>lora_A|lora_down)|(?P<up>lora_B|lora_up))(?:\.default)?\.weight")
ALPHA = re.compile(r"(?P<module>.+?)\.alpha")
BLOCK = re.compile(r"(?P<kind>transformer_blocks|single_transformer_blocks)\.(?P<number>\d+)\.(?P<rest>.+)")


class Unfit(RuntimeError):
    """A LoRA that cannot be laid in whole."""


def place_of(module, names):
    """The matrix of the release that a module of a LoRA belongs to, and the place of its rows there, None for all of them."""
    if module.startswith("lora_unet_"):
        # sd-scripts: the release's own names with _ for each dot.
        for name in names:
            if name.replace(".", "_") == module[len("lora_unet_") :]:
                return name, None
        raise Unfit(f"the LoRA has a part for {module}, which this model does not have")
    known = module.removeprefix("transformer.").removeprefix("diffusion_model.")
    if known in names:
        return known, None
    block = BLOCK.fullmatch(known)
    if block is None:
        name, rows = OTHERS.get(known), None
    else:
        double = block["kind"] == "transformer_blocks"
        name, rows = (DOUBLE if double else SINGLE).get(block["rest"], (None, None))
        if name is not None:
            name = f"{'double' if double else 'single'}_blocks.{block['number']}.{name}"
    if name is None or name not in names:
        raise Unfit(f"the LoRA has a part for {module}, which cannot be laid into this model")
    return name, rows


def parts_of(tensors):
    """module -> its down, up and alpha. A LoRA that has anything else is not understood."""
    parts = {}
    for key, tensor in tensors.items():
        part = PART.fullmatch(key)
        alpha = None if part else ALPHA.fullmatch(key)
        if part is None and alpha is None:
            raise Unfit(f"the LoRA has {key}, which is none of down, up and alpha")
        kind = "alpha" if alpha else "down" if part["down"] else "up"
        parts.setdefault((part or alpha)["module"], {})[kind] = tensor
    for module, found in parts.items():
        if "down" not in found or "up" not in found:
            raise Unfit(f"the LoRA has no {'down' if 'up' in found else 'up'} for {module}")
    return parts


def usual_alpha(metadata):
    """alpha / rank of parts that bring no alpha of their own: what PEFT wrote down, else 1."""
    told = json.loads((metadata or {}).get("lora_adapter_metadata", "{}"))
    rank, alpha = told.get("transformer.r"), told.get("transformer.lora_alpha")
    for name in ("transformer.rank_pattern", "transformer.alpha_pattern"):
        if told.get(name):
            raise Unfit(f"the LoRA has a {name} of its own")
    return alpha / rank if rank and alpha else 1.0


def lay_in(weights, tensors, scale, metadata=None):
    """Adds it to `weights`, name -> matrix of the release without its ".weight"; the number of parts that it had."""
    parts = parts_of(tensors)
    usual = usual_alpha(metadata)
    changes = []
    for module, part in parts.items():
        name, rows = place_of(module, weights)
        matrix = weights[name]
        height, width = matrix.shape
        # Query, key and value are as high as the matrix is wide; what follows them is the MLP's.
        top = 0 if rows is None else rows * width
        end = height if rows is None or rows == 3 else top + width
        rank = part["down"].shape[0]
        if tuple(part["down"].shape) != (rank, width) or tuple(part["up"].shape) != (end - top, rank):
            raise Unfit(f"the LoRA's part for {module} does not fit {name}")
        factor = scale * (float(part["alpha"]) / rank if "alpha" in part else usual)
        changes.append((matrix, top, end, part, factor))
    for matrix, top, end, part, factor in changes:
        slot = matrix[top:end]
        change = part["up"].to(slot.device).float() @ part["down"].to(slot.device).float()
        slot.copy_((slot.float() + change * factor).to(slot.dtype))
    return len(parts)


def merge(model, path, scale):
    """Lays the LoRA of a file into a model of the release; the number of parts that it had."""
    import torch
    from safetensors import safe_open

    with safe_open(path, framework="pt", device="cpu") as file:
        tensors = {key: file.get_tensor(key) for key in file.keys()}
        metadata = file.metadata()
    weights = {
        name.removesuffix(".weight"): parameter
        for name, parameter in model.named_parameters()
        if name.endswith(".weight") and len(parameter.shape) == 2
    }
    with torch.no_grad():
        return lay_in(weights, tensors, scale, metadata)
