"""Asks GitHub for the configuration of one runner that takes one job, and writes it where only that runner can read it.

    python3 -I next_jitconfig.py <settings.json> <gpu index> <file>

Runs as root, before the runner: the token never comes near a job. `settings.json`: repository, api, token_file, labels, group.
"""

import json
import os
import re
import socket
import sys
import time
import urllib.error
import urllib.request

SECONDS = 30
TRIES = 4
KNOWN = ("repository", "api", "token_file", "labels", "group")


def read_settings(path):
    with open(path, encoding="utf-8") as file:
        settings = json.load(file)
    for name in KNOWN:
        if name not in settings:
            raise ValueError(f"{path}: {name} is missing")
    if not re.fullmatch(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+", settings["repository"]):
        raise ValueError(f"{path}: repository must be owner/name")
    if not re.fullmatch(r"https://\S+|http://127\.0\.0\.1(:\d+)?", settings["api"]):
        raise ValueError(f"{path}: api must be an https address")
    return settings


def request(settings, token, name):
    body = {
        "name": name,
        "runner_group_id": settings["group"],
        "labels": settings["labels"],
        "work_folder": "_work",
    }
    return urllib.request.Request(
        f"{settings['api'].rstrip('/')}/repos/{settings['repository']}/actions/runners/generate-jitconfig",
        data=json.dumps(body).encode(),
        method="POST",
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "User-Agent": "alpha-runner",
            "X-GitHub-Api-Version": "2022-11-28",
        },
    )


def ask(settings, token, name, pause=time.sleep):
    for attempt in range(1, TRIES + 1):
        try:
            with urllib.request.urlopen(request(settings, token, name), timeout=SECONDS) as answer:
                return json.load(answer)["encoded_jit_config"]
        except urllib.error.HTTPError as error:
            # 409: a runner of this name is there already; 5xx and 429 pass.
            if error.code < 500 and error.code != 429:
                raise
            trouble = error
        except urllib.error.URLError as error:
            trouble = error
        if attempt == TRIES:
            raise trouble
        pause(attempt)
    raise AssertionError("unreachable")


def write_secret(path, text):
    partial = f"{path}.part"
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def main():
    if len(sys.argv) != 4:
        print("usage: next_jitconfig.py <settings.json> <gpu index> <file>", file=sys.stderr)
        return 2
    settings_path, gpu, path = sys.argv[1:]
    try:
        settings = read_settings(settings_path)
        with open(settings["token_file"], encoding="utf-8") as file:
            token = file.read().strip()
        name = f"{socket.gethostname()}-gpu{int(gpu)}-{time.time_ns() // 1_000_000}"
        write_secret(path, ask(settings, token, name))
    except urllib.error.HTTPError as error:
        print(f"GitHub refused a runner for {settings['repository']}: {error.code} {error.reason}", file=sys.stderr)
        if error.code in (401, 403, 404):
            print("The token needs Administration: write on this one repository.", file=sys.stderr)
        return 1
    except (OSError, ValueError, KeyError) as error:
        print(f"no runner configuration: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
