"""One JSON job in, one JSON result out: what every driver here shares.

A driver runs inside a model's own environment and imports the model's own package. It is started as

    python <driver>.py <job.json> <result.json>

with the model's repository as the working folder. Only the standard library is used here.

Exit codes: 0 the result was written, 2 the job is wrong, 1 everything else (Python's own, with its traceback).
"""

import importlib.metadata
import json
import os
import random
import sys
import tempfile


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


def run(fields, work):
    """Reads the job, calls work(job) and writes what it returns."""
    if len(sys.argv) != 3:
        print(f"usage: {os.path.basename(sys.argv[0])} <job.json> <result.json>", file=sys.stderr)
        sys.exit(2)
    job_path, result_path = sys.argv[1:]
    if os.path.exists(result_path):
        os.unlink(result_path)
    try:
        job = read_job(job_path, fields)
        result = work(job)
    except JobError as error:
        print(f"job: {error}", file=sys.stderr)
        sys.exit(2)
    write_result(result_path, result)
    progress(1.0)
