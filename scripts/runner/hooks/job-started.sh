#!/usr/bin/env bash
# ACTIONS_RUNNER_HOOK_JOB_STARTED: runs before the first step of every job. Ends with 1 when this machine must not run it;
# the job then fails before any of its code has run.
set -euo pipefail
# Nothing of the job decides which programs judge it.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# -I: no environment variable and no file beside the working folder changes what Python does.
exec python3 -I "$here/judge_job.py"
