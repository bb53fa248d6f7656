"""One JSON job in, one JSON result out: what every driver here shares.

A driver runs inside a model's own environment and imports the model's own package. It is started as

    python <driver>.py <job.json> <result.json>

with the model's repository as the working folder, or as

    python <driver>.py --serve

and then does one job after another with the model that it loaded for the first: each line of its standard input is
{"id": ..., "job": path, "result": path}, and is answered by {"id": ..., "exit": code, "serves": bool} on a line of its own. It
ends with its standard input, and after an answer that says that it serves no more. Only the standard library is used here.

Exit codes: 0 the result was written, 2 the job is wrong, 1 everything else (Python's own, with its traceback).

$ALPHA_CARD_LOCK names the file whose lock (flock) whoever computes on the card holds: a model is loaded without it, so that
this may happen while another computes, and computes with it. Where it stands is said on a line of its own,
{"id": ..., "card": "waiting"} and {"id": ..., "card": "computing"}; the id is that of the request, and null without one.
"""

import contextlib
import fcntl
import importlib.metadata
import json
import os
import random
import sys
import tempfile
import traceback


class JobError(Exception):
    """The job is wrong: the one who started the driver can mend it."""


def read_job(path, fields):
    """The job as a dict that has exactly `fields`: name -> type, or a tuple of types. A bool is no number."""
    with open(path, encoding="utf-8") as file:
        try:
            job = json.load(file)
        except ValueError as error:
            raise JobError(f"{path} is no JSON: {error}") from error
    if not isinstance(job, dict):
        raise JobError(f"{path} is no object")
    faults = [f"{name} is missing" for name in fields if name not in job]
    faults += [f"{name} is not known" for name in job if name not in fields]
    for name, kinds in fields.items():
        if name in job and not _is(job[name], kinds):
            faults.append(f"{name} is {json.dumps(job[name], ensure_ascii=False)[:80]}")
    if faults:
        raise JobError(f"{path}: " + "; ".join(faults))
    return job


def _is(value, kinds):
    kinds = kinds if isinstance(kinds, tuple) else (kinds,)
    if isinstance(value, bool):
        return bool in kinds
    if float in kinds and isinstance(value, int):
        return True
    return isinstance(value, kinds)


def write_result(path, result):
    """Whole or not at all: a temporary file beside it, synced, then renamed."""
    folder = os.path.dirname(os.path.abspath(path))
    handle, partial = tempfile.mkstemp(prefix=".result-", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(result, file, ensure_ascii=False, sort_keys=True, indent=2)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        if os.path.exists(partial):
            os.unlink(partial)
        raise


def write_whole(path, write):
    """Calls write(partial) and renames what it left. The suffix stays: many libraries choose the format by it."""
    stem, suffix = os.path.splitext(path)
    partial = f"{stem}.partial{suffix}"
    try:
        write(partial)
        if not os.path.isfile(partial) or os.path.getsize(partial) == 0:
            raise RuntimeError(f"nothing was written for {path}")
        os.replace(partial, path)
    finally:
        if os.path.exists(partial):
            os.unlink(partial)


def progress(share):
    """How far the work is, 0 to 1, on a line of its own that the backend reads."""
    print(json.dumps({"progress": round(min(max(share, 0.0), 1.0), 4)}), flush=True)


def seed_everything(seed):
    """Python, NumPy and PyTorch on every device, as far as they are there."""
    random.seed(seed)
    try:
        import numpy

        numpy.random.seed(seed % 2**32)
    except ImportError:
        pass
    import torch

    torch.manual_seed(seed)


def package_versions(*names):
    """What made it, for the build's record; a package that is no distribution is left out."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            pass
    return found


class Driver:
    """What a driver is made of.

    fields: name -> type, or a tuple of types: what a job has.
    model: names of the fields that decide what is loaded; a process that serves is given jobs that are alike in these.
    check(job): refuses a job with a JobError before anything is loaded.
    load(job): the model, in VRAM as far as it fits there beside what computes.
    work(job, model): computes, and gives the result.
    keeps: whether the model is there for another job afterwards; without it the process serves one job and ends.
    """

    def __init__(self, fields, model, check, load, work, keeps=True):
        self.fields = fields
        self.model = model
        self.check = check
        self.load = load
        self.work = work
        self.keeps = keeps
        self.loaded = None

    def do(self, job_path, result_path, request=None):
        """One job, whole. A JobError, or whatever the model raises."""
        if os.path.exists(result_path):
            os.unlink(result_path)
        job = read_job(job_path, self.fields)
        self.check(job)
        facts = {name: job[name] for name in self.model}
        if self.loaded is None:
            self.loaded = (facts, self.load(job))
        elif self.loaded[0] != facts:
            raise JobError("another model is loaded: this job belongs to another process")
        with the_card(request):
            result = self.work(job, self.loaded[1])
        if not self.keeps:
            self.loaded = None
        write_result(result_path, result)
        progress(1.0)

    def attempt(self, job_path, result_path, request):
        """The exit code of a job, which has said what went wrong."""
        try:
            self.do(job_path, result_path, request)
            return 0
        except JobError as error:
            print(f"job: {error}", file=sys.stderr)
            return 2
        except SystemExit as end:
            if end.code is not None and not isinstance(end.code, int):
                print(end.code, file=sys.stderr)
            return end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
            return 1

    def serve(self):
        """Job after job, until the requests end or one goes wrong: what a failure leaves in VRAM goes with the process."""
        # One pipe for everything, so that what a job said stands before its answer; and no one else reads the requests.
        sys.stdout.flush()
        os.dup2(1, 2)
        requests = os.fdopen(os.dup(0), encoding="utf-8")
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        for line in requests:
            request = json.loads(line)
            code = self.attempt(request["job"], request["result"], request["id"])
            serves = code == 0 and self.keeps
            say({"id": request["id"], "exit": code, "serves": serves})
            if not serves:
                sys.exit(code)


def say(message):
    """On a line of its own, whatever was printed before it without an end."""
    sys.stderr.flush()
    sys.stdout.flush()
    os.write(1, f"\n{json.dumps(message)}\n".encode())


@contextlib.contextmanager
def the_card(request):
    """Holds the lock of the card, where there is one."""
    path = os.environ.get("ALPHA_CARD_LOCK")
    if not path:
        yield
        return
    say({"id": request, "card": "waiting"})
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        say({"id": request, "card": "computing"})
        yield
    finally:
        # By name and not by closing: what a model forked may hold the file open.
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)


def run(driver):
    """The door of a driver: one job by its arguments, or all that are asked for."""
    if sys.argv[1:] == ["--serve"]:
        driver.serve()
        return
    if len(sys.argv) != 3:
        name = os.path.basename(sys.argv[0])
        print(f"usage: {name} <job.json> <result.json>\n       {name} --serve", file=sys.stderr)
        sys.exit(2)
    sys.exit(driver.attempt(*sys.argv[1:], None))
