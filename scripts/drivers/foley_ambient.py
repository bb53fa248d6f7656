"""HunyuanVideo-Foley from words alone: a prompt and a seed in, one 48 kHz WAV out.

The model's own program needs a video and always uses seed 1. Here the learned features for "no picture" stand in place of
encoded frames, the same that its guidance uses: the sound depends on the words and the seed, and on no picture.
"""

import array
import os
import sys
import wave

import alpha_job

FIELDS = {
    "prompt": str,
    "negative_prompt": str,
    "seconds": float,
    "seed": int,
    "steps": int,
    "guidance": float,
    "model_path": str,
    "model_size": str,
    "out": str,
}
MODEL = ("model_path", "model_size")

# Frames a second that the two picture encoders would have seen.
SIGLIP_FPS = 8
SYNC_FPS = 25
# The sync encoder reads 16 frames at a time, every 8 frames, and gives 8 features for each.
SYNC_SEGMENT = 16
SYNC_STEP = 8
# Trained on clips up to this length; below 16 frames there is no sync segment at all.
LONGEST_SECONDS = 15.0
SHORTEST_SECONDS = 1.0


def feature_lengths(seconds):
    """How many SigLIP and how many sync features a clip of this length has."""
    siglip = int(SIGLIP_FPS * seconds)
    sync = 8 * ((int(SYNC_FPS * seconds) - SYNC_SEGMENT) // SYNC_STEP + 1)
    return siglip, sync


def check(job):
    faults = []
    if not SHORTEST_SECONDS <= job["seconds"] <= LONGEST_SECONDS:
        faults.append(f"seconds must be {SHORTEST_SECONDS:g} to {LONGEST_SECONDS:g}")
    if job["model_size"] not in ("xl", "xxl"):
        faults.append("model_size must be xl or xxl")
    if not job["prompt"].strip():
        faults.append("prompt is empty")
    if faults:
        raise alpha_job.JobError("; ".join(faults))


def write_wave(path, samples, rate):
    """One channel, 16 bits."""
    pcm = array.array("h", (round(max(-1.0, min(1.0, sample)) * 32767) for sample in samples))
    if sys.byteorder == "big":
        pcm.byteswap()
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.tobytes())


def load(job):
    sys.path.insert(0, os.getcwd())
    import torch
    from hunyuanvideo_foley.utils.model_utils import load_model

    # Loading one model after another: the picture encoders are then never loaded at all.
    models, config = load_model(
        os.path.abspath(job["model_path"]),
        f"configs/hunyuanvideo-foley-{job['model_size']}.yaml",
        torch.device("cuda:0"),
        enable_offload=True,
        model_size=job["model_size"],
    )
    # It would drop them after each sound.
    models.manager.release_inference_models = lambda: None
    for name in ("foley_model", "dac_model"):
        getattr(models, name)  # loaded when it is asked for
    alpha_job.progress(0.2)
    return models, config


def work(job, loaded):
    import torch
    from hunyuanvideo_foley.utils.config_utils import AttributeDict
    from hunyuanvideo_foley.utils.feature_utils import encode_text_feat
    from hunyuanvideo_foley.utils.model_utils import denoise_process

    models, config = loaded
    device = torch.device("cuda:0")
    out = os.path.abspath(job["out"])
    hidden, _ = encode_text_feat([job["negative_prompt"], job["prompt"]], models)
    unconditional, text = hidden[:1], hidden[1:]
    limit = config.model_config.model_kwargs.text_length
    if limit < text.shape[1]:
        unconditional, text = unconditional[:, :limit], text[:, :limit]
    models.manager.release_feature_models()
    alpha_job.progress(0.3)

    siglip, sync = feature_lengths(job["seconds"])
    foley = models.foley_model
    pictures = AttributeDict(
        {
            "siglip2_feat": foley.get_empty_clip_sequence(bs=1, len=siglip).to(device),
            "syncformer_feat": foley.get_empty_sync_sequence(bs=1, len=sync).to(device),
        }
    )
    words = AttributeDict({"text_feat": text, "uncond_text_feat": unconditional})
    alpha_job.progress(0.4)

    alpha_job.seed_everything(job["seed"])
    audio, rate = denoise_process(
        pictures,
        words,
        job["seconds"],
        models,
        config,
        guidance_scale=job["guidance"],
        num_inference_steps=job["steps"],
    )
    # [batch, channel, sample]; the model's own merge step uses channel 0 for both sides.
    samples = audio[0][0].tolist()
    alpha_job.write_whole(out, lambda partial: write_wave(partial, samples, int(rate)))
    return {
        "files": [out],
        "rate": int(rate),
        "samples": len(samples),
        "seed": job["seed"],
        "versions": alpha_job.package_versions("torch", "diffusers", "transformers"),
    }


if __name__ == "__main__":
    alpha_job.run(alpha_job.Driver(FIELDS, MODEL, check, load, work))
