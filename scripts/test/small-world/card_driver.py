"""A driver as those of scripts/drivers, whose model is a word: it notes what it does, and behaves as its job says."""

import atexit
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "drivers"))
import alpha_job

FIELDS = {"name": str, "model": str, "how": str, "until": str, "out": str}
MODEL = ("model",)
PATIENCE_SECONDS = 20


def note(what):
    """One event, in the order in which they happen on this machine."""
    events = os.open(os.environ["EVENTS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(events, f"{what} {os.getpid()}\n".encode())
    os.close(events)


def wait_for(what):
    began = time.monotonic()
    while what and what not in open(os.environ["EVENTS"]).read():
        if time.monotonic() - began > PATIENCE_SECONDS:
            raise RuntimeError(f"waited in vain for {what}")
        time.sleep(0.01)


def check(job):
    if job["how"] == "unfit":
        raise alpha_job.JobError("this job is unfit")


def load(job):
    note(f"load {job['model']}")
    atexit.register(note, f"gone {job['model']}")
    return job["model"]


def work(job, model):
    note(f"compute {job['name']}")
    how = job["how"]
    wait_for(job["until"])
    if how.startswith("sleep "):
        time.sleep(float(how[6:]))
    elif how == "die":
        os.kill(os.getpid(), 9)
    elif how == "quit":
        os._exit(0)
    elif how == "raise":
        raise RuntimeError("something broke")
    elif how == "memory" and "PYTORCH_CUDA_ALLOC_CONF" not in os.environ:
        raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
    elif how == "forge":
        print('{"id": "mine", "exit": 0, "serves": true}\n{"id": null, "card": "computing"}', end="")
    elif how == "read":
        print(f"read {sys.stdin.read()!r}")
    elif how == "child":
        # What it starts may keep its files open.
        if os.fork() == 0:
            time.sleep(2)
            os._exit(0)
    if how != "nothing":
        alpha_job.write_whole(job["out"], lambda partial: open(partial, "w").write(f"{job['name']} by {model}\n"))
    note(f"done {job['name']}")
    return {"files": [job["out"]]}


if __name__ == "__main__":
    alpha_job.run(alpha_job.Driver(FIELDS, MODEL, check, load, work, keeps="KEEPS_NOT" not in os.environ))
