"""FLUX.1-dev with a character LoRA: candidates for the reference picture, as PNG and without a watermark.

The command line of FLUX.1 knows no LoRA, marks each picture and saves JPEG, so this goes through diffusers. PuLID is in no
diffusers pipeline: a card that has it is made by pulid_stills.py.
"""

import os
import sys

import alpha_job

FIELDS = {
    "model": str,
    "prompt": str,
    "width": int,
    "height": int,
    "steps": int,
    "guidance": float,
    "seed": int,
    "max_sequence_length": int,
    "lora": (str, type(None)),
    "lora_scale": float,
    "out": str,
}
MODEL = ("model", "lora", "lora_scale")


def check(job):
    faults = []
    for name in ("width", "height"):
        if job[name] % 16 or job[name] < 256:
            # Upstream would change the size with a warning only.
            faults.append(f"{name} must be a multiple of 16, at least 256")
    if not 1 <= job["max_sequence_length"] <= 512:
        faults.append("max_sequence_length must be 1 to 512")
    if job["lora"] is not None and not os.path.isfile(job["lora"]):
        faults.append(f"there is no LoRA at {job['lora']}")
    if faults:
        raise alpha_job.JobError("; ".join(faults))


def load(job):
    # diffusers of the pinned commit, whatever else is installed.
    sys.path.insert(0, os.path.join(os.getcwd(), "src"))
    import torch
    from diffusers import FluxPipeline

    pipeline = FluxPipeline.from_pretrained(job["model"], torch_dtype=torch.bfloat16)
    if job["lora"] is not None:
        folder, name = os.path.split(os.path.abspath(job["lora"]))
        pipeline.load_lora_weights(folder, weight_name=name, adapter_name="character")
        pipeline.set_adapters(["character"], [job["lora_scale"]])
    # 24 GB of transformer and the text encoder do not fit 32 GB together.
    pipeline.enable_model_cpu_offload()
    alpha_job.progress(0.3)
    return pipeline


def work(job, pipeline):
    import torch

    out = os.path.abspath(job["out"])

    def step(_pipeline, index, _time, state):
        alpha_job.progress(0.3 + 0.65 * (index + 1) / job["steps"])
        return state

    image = pipeline(
        prompt=job["prompt"],
        width=job["width"],
        height=job["height"],
        num_inference_steps=job["steps"],
        guidance_scale=job["guidance"],
        # Noise from the CPU generator: the same on every card.
        generator=torch.Generator("cpu").manual_seed(job["seed"]),
        max_sequence_length=job["max_sequence_length"],
        output_type="pil",
        callback_on_step_end=step,
    ).images[0]
    if image.size != (job["width"], job["height"]):
        raise RuntimeError(f"asked for {job['width']}x{job['height']}, got {image.size[0]}x{image.size[1]}")
    alpha_job.write_whole(out, lambda partial: image.save(partial, format="PNG"))
    return {
        "files": [out],
        "seed": job["seed"],
        "versions": alpha_job.package_versions("torch", "diffusers", "transformers", "peft"),
    }


if __name__ == "__main__":
    alpha_job.run(alpha_job.Driver(FIELDS, MODEL, check, load, work))
