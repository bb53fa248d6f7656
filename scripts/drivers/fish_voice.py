"""Fish Speech's own command line, again and again, with the models that the first run loaded.

The program loads, speaks and ends. Here it is handed the arguments that it would be started with, and when it asks for its two
models it is given those that are there: what it does with them, seeding included, is its own doing, as when it is started.
"""

import os
import sys

import alpha_job

FIELDS = {
    "argv": list,
    "checkpoint_path": str,
    "half": bool,
}
MODEL = ("checkpoint_path", "half")
DEVICE = "cuda"


def check(job):
    if not all(isinstance(word, str) for word in job["argv"]):
        raise alpha_job.JobError("argv has something else than words")


def load(job):
    sys.path.insert(0, os.getcwd())
    import torch
    from fish_speech.models.text2semantic import inference

    precision = torch.half if job["half"] else torch.bfloat16
    speaker = inference.init_model(job["checkpoint_path"], DEVICE, precision, compile=False)
    codec = inference.load_codec_model(os.path.join(job["checkpoint_path"], "codec.pth"), DEVICE, precision)

    def given(path, asked, loaded):
        """What is loaded, if it is what the program asks for."""
        if asked != (os.path.abspath(path), DEVICE, precision):
            raise RuntimeError(f"another model is loaded: {path}, {DEVICE}, {precision}")
        return loaded

    def init_model(checkpoint_path, device, precision, compile=False):
        asked = (os.path.abspath(checkpoint_path), str(device), precision)
        return given(job["checkpoint_path"], asked if not compile else None, speaker)

    def load_codec_model(codec_checkpoint_path, device, precision=torch.bfloat16):
        asked = (os.path.abspath(codec_checkpoint_path), str(device), precision)
        return given(os.path.join(job["checkpoint_path"], "codec.pth"), asked, codec)

    inference.init_model = init_model
    inference.load_codec_model = load_codec_model
    alpha_job.progress(0.2)
    return inference.main


def work(job, command):
    command.main(args=job["argv"], prog_name="inference.py", standalone_mode=False)
    return {"versions": alpha_job.package_versions("torch", "transformers", "fish-speech")}


if __name__ == "__main__":
    alpha_job.run(alpha_job.Driver(FIELDS, MODEL, check, load, work))
