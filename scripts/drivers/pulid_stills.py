"""PuLID-FLUX: a face picture and prompts in, one PNG for each prompt out.

The model's own program starts a Gradio server, which listens on every interface and takes no generation value on its command
line. This makes its generator once and calls it for each still. It knows no LoRA either: one is laid into its weights.
"""

import os
import sys
import types

import alpha_job
import flux_lora

FIELDS = {
    "image": str,
    "stills": list,
    "width": int,
    "height": int,
    "steps": int,
    "start_step": int,
    "guidance": float,
    "id_weight": float,
    "negative_prompt": str,
    "true_cfg": float,
    "timestep_to_start_cfg": int,
    "max_sequence_length": int,
    "model": str,
    "version": str,
    "pretrained_model": (str, type(None)),
    "offload": bool,
    "aggressive_offload": bool,
    "fp8": bool,
    "onnx_provider": str,
    "lora": (str, type(None)),
    "lora_scale": float,
}
MODEL = (
    "model",
    "version",
    "pretrained_model",
    "offload",
    "aggressive_offload",
    "fp8",
    "onnx_provider",
    "lora",
    "lora_scale",
)


def check(job):
    for still in job["stills"]:
        if isinstance(still, dict) and isinstance(still.get("out"), str):
            still["out"] = os.path.abspath(still["out"])
    job["image"] = os.path.abspath(job["image"])
    faults = []
    if not job["stills"]:
        faults.append("stills is empty")
    for index, still in enumerate(job["stills"]):
        if not (
            isinstance(still, dict)
            and sorted(still) == ["out", "prompt", "seed"]
            and isinstance(still["out"], str)
            and isinstance(still["prompt"], str)
            and isinstance(still["seed"], int)
            and still["seed"] >= 0
        ):
            faults.append(f"stills[{index}] needs out, prompt and a seed of at least 0")
    for name in ("width", "height"):
        if job[name] % 16 or not 256 <= job[name] <= 1536:
            faults.append(f"{name} must be a multiple of 16 from 256 to 1536")
    if job["max_sequence_length"] not in (128, 256, 384, 512):
        faults.append("max_sequence_length must be 128, 256, 384 or 512")
    if not os.path.isfile(job["image"]):
        # Without a picture the generator makes anybody, with no warning.
        faults.append(f"there is no picture at {job['image']}")
    if job["lora"] is not None and not os.path.isfile(job["lora"]):
        faults.append(f"there is no LoRA at {job['lora']}")
    if job["lora"] is not None and job["fp8"]:
        faults.append("a LoRA cannot be laid into 8-bit weights")
    if faults:
        raise alpha_job.JobError("; ".join(faults))


def face(path):
    """RGB, 8 bits, laid on white where it is transparent: the generator would let hidden colours through."""
    import numpy
    from PIL import Image

    picture = Image.open(path).convert("RGBA")
    ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    ground.alpha_composite(picture)
    return numpy.array(ground.convert("RGB"))


def load(job):
    sys.path.insert(0, os.getcwd())
    from app_flux import FluxGenerator

    generator = FluxGenerator(
        job["model"],
        "cuda",
        job["offload"] or job["aggressive_offload"],
        job["aggressive_offload"],
        types.SimpleNamespace(
            fp8=job["fp8"],
            onnx_provider=job["onnx_provider"],
            pretrained_model=job["pretrained_model"],
            version=job["version"],
        ),
    )
    if job["lora"] is not None:
        parts = flux_lora.merge(generator.model, os.path.abspath(job["lora"]), job["lora_scale"])
        print(f"{os.path.basename(job['lora'])}: {parts} parts at {job['lora_scale']:g}")
    alpha_job.progress(0.2)
    return generator


def work(job, generator):
    picture = face(job["image"])
    files = []
    for index, still in enumerate(job["stills"]):
        image, used, _ = generator.generate_image(
            width=job["width"],
            height=job["height"],
            num_steps=job["steps"],
            start_step=job["start_step"],
            guidance=job["guidance"],
            seed=still["seed"],
            prompt=still["prompt"],
            id_image=picture,
            id_weight=job["id_weight"],
            neg_prompt=job["negative_prompt"],
            true_cfg=job["true_cfg"],
            timestep_to_start_cfg=job["timestep_to_start_cfg"],
            max_sequence_length=job["max_sequence_length"],
        )
        if used != str(still["seed"]):
            raise RuntimeError(f"asked for seed {still['seed']}, the generator used {used}")
        if image.size != (job["width"], job["height"]):
            raise RuntimeError(f"asked for {job['width']}x{job['height']}, got {image.size[0]}x{image.size[1]}")
        alpha_job.write_whole(still["out"], lambda partial, image=image: image.save(partial, format="PNG"))
        files.append(still["out"])
        alpha_job.progress(0.2 + 0.8 * (index + 1) / len(job["stills"]))
    return {"files": files, "versions": alpha_job.package_versions("torch", "diffusers", "transformers", "insightface")}


if __name__ == "__main__":
    alpha_job.run(alpha_job.Driver(FIELDS, MODEL, check, load, work))
