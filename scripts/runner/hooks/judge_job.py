"""Decides whether this machine runs a job: by the event that started it, and by a policy file that only root can write.

Read: GITHUB_EVENT_PATH, GITHUB_EVENT_NAME, GITHUB_REPOSITORY, GITHUB_REF, GITHUB_WORKFLOW_REF (set by the runner, not by the workflow).
Exit 0: it may run. Exit 1: it may not; why stands in an error annotation of the job.
"""

import json
import os
import re
import stat
import sys

POLICY = "/etc/alpha-runner/policy.json"
LONGEST_EVENT = 4 * 2**20
COMMIT = re.compile(r"[0-9a-f]{40}")


class Refused(Exception):
    """Why this machine does not run the job."""


def read_policy(path, owners=(0,)):
    """The rules of this machine. A file that others than root could have written is no policy."""
    status = os.stat(path)
    if status.st_uid not in owners or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise Refused(f"{path} must belong to root and be writable by nobody else")
    with open(path, encoding="utf-8") as file:
        policy = json.load(file)
    if not isinstance(policy, dict):
        raise Refused(f"{path} is no object")
    expected = {"repository": str, "workflows": list, "events": list, "maintainers": list, "approved": str}
    for name, kind in expected.items():
        if not isinstance(policy.get(name), kind):
            raise Refused(f"{path}: {name} is missing or of another kind")
    for name in policy:
        if name not in expected:
            raise Refused(f"{path}: {name} is not known")
    return policy


def read_event(path):
    if os.path.getsize(path) > LONGEST_EVENT:
        raise Refused("the event is larger than any that GitHub sends")
    with open(path, encoding="utf-8") as file:
        event = json.load(file)
    if not isinstance(event, dict):
        raise Refused("the event is no object")
    return event


def at(value, *path):
    """What stands at a path of an event, or None."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def same(left, right):
    """Names of repositories and people, as GitHub compares them."""
    return isinstance(left, str) and isinstance(right, str) and left.casefold() == right.casefold()


def judge_repository(policy, event, environment):
    wanted = policy["repository"]
    for where, found in (
        ("GITHUB_REPOSITORY", environment.get("GITHUB_REPOSITORY")),
        ("the event", at(event, "repository", "full_name")),
    ):
        if not same(found, wanted):
            raise Refused(f"this runner belongs to {wanted}; {where} says {found}")


def judge_workflow(policy, environment):
    reference = environment.get("GITHUB_WORKFLOW_REF") or ""
    path = reference.split("@")[0]
    prefix = policy["repository"] + "/"
    if not same(path[: len(prefix)], prefix) or path[len(prefix) :] not in policy["workflows"]:
        raise Refused(f"the workflow {reference or 'without a name'} is not one that may use the GPU")


def judge_pull_request(policy, event):
    head = at(event, "pull_request", "head", "repo", "full_name")
    base = at(event, "pull_request", "base", "repo", "full_name")
    if head is None:
        raise Refused("the head of the pull request has no repository: its fork was deleted")
    if not same(head, policy["repository"]):
        raise Refused(f"the head of the pull request is in {head}: this machine never runs the code of a fork")
    if not same(base, policy["repository"]):
        raise Refused(f"the base of the pull request is in {base}")


def approved_commits(path):
    """One full commit a line; what stands behind a # is a remark."""
    try:
        with open(path, encoding="utf-8") as file:
            lines = [line.split("#")[0].strip() for line in file]
    except FileNotFoundError:
        return frozenset()
    return frozenset(line for line in lines if COMMIT.fullmatch(line))


def default_branch(event):
    default = at(event, "repository", "default_branch")
    if not isinstance(default, str):
        raise Refused("the event does not name the default branch")
    return f"refs/heads/{default}"


def judge_housekeeping(policy, event, environment):
    """Runs no build and names no commit: it may run as the default branch has it, by the clock or by a maintainer's hand."""
    default = default_branch(event)
    if environment.get("GITHUB_REF") != default or not (environment.get("GITHUB_WORKFLOW_REF") or "").endswith(f"@{default}"):
        raise Refused(f"housekeeping runs as the default branch has it, not as {environment.get('GITHUB_REF')} does")
    sender = at(event, "sender", "login")
    if environment.get("GITHUB_EVENT_NAME") == "workflow_dispatch" and not any(
        same(sender, maintainer) for maintainer in policy["maintainers"]
    ):
        raise Refused(f"{sender} is no maintainer of this runner")


def judge_dispatch(policy, event):
    """A build that a maintainer asked for names one commit. A later push has another, and so needs another word."""
    if event.get("ref") != default_branch(event):
        raise Refused(f"a dispatch must come from the default branch, not from {event.get('ref')}")
    commit = at(event, "inputs", "sha")
    if not isinstance(commit, str) or not COMMIT.fullmatch(commit):
        raise Refused("a dispatch must name one full commit in its input sha")
    sender = at(event, "sender", "login")
    if any(same(sender, maintainer) for maintainer in policy["maintainers"]):
        return
    if commit in approved_commits(policy["approved"]):
        return
    raise Refused(f"{commit} was not approved: {sender} is no maintainer of this runner, and {policy['approved']} does not list it")


JUDGES = {"pull_request": judge_pull_request, "workflow_dispatch": judge_dispatch}
HOUSEKEEPING = ".github/workflows/housekeeping.yml"
HOUSEKEEPING_EVENTS = ("schedule", "workflow_dispatch")


def judge(policy, event, environment):
    """Returns when the job may run. Raises Refused, whatever the event is, when no rule lets it."""
    name = environment.get("GITHUB_EVENT_NAME")
    reference = environment.get("GITHUB_WORKFLOW_REF") or ""
    housekeeping = same(reference.split("@")[0], f"{policy['repository']}/{HOUSEKEEPING}")
    known = name in HOUSEKEEPING_EVENTS if housekeeping else name in JUDGES
    if name not in policy["events"] or not known:
        raise Refused(f"{name} is not an event that may use the GPU")
    judge_repository(policy, event, environment)
    judge_workflow(policy, environment)
    if housekeeping:
        judge_housekeeping(policy, event, environment)
    else:
        JUDGES[name](policy, event)


def main():
    try:
        # A test hands in its own file; then only its own rights count.
        path = sys.argv[1] if len(sys.argv) == 2 else POLICY
        owners = (0,) if path == POLICY else (0, os.getuid())
        judge(read_policy(path, owners), read_event(os.environ.get("GITHUB_EVENT_PATH", "")), os.environ)
    except Refused as refusal:
        text = str(refusal)
    except Exception as error:  # whatever goes wrong, the job does not run
        text = f"the job cannot be judged: {error}"
    else:
        print("alpha-runner: this job may run here")
        return 0
    # %, CR and LF would end the annotation and begin another.
    safe = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    print(f"::error title=Refused by the runner::{safe}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
