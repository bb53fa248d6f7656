#!/usr/bin/env bash
# One job, as the unprivileged user. Usage: run-once.sh <gpu index>
set -euo pipefail

gpu=${1:?which GPU?}
home=/var/lib/alpha-runner/gpu$gpu
config=$(cat "$home/secret/jitconfig")
# It may be used once; nobody needs to read it again.
rm -f "$home/secret/jitconfig"
cd "$home/runner"
exec ./run.sh --jitconfig "$config"
