#!/usr/bin/env bash
# ACTIONS_RUNNER_HOOK_JOB_COMPLETED: empties what a job leaves behind. The unit's own clean-up does the rest as root when the
# runner has ended: it takes one job and no second.
set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin

empty() {
  local folder
  folder=$(realpath -e -- "${1:-/}" 2>/dev/null) || return 0
  [[ "$folder" == /var/lib/alpha-runner/*/* && -d "$folder" ]] || return 0
  # Also what a program left without rights to itself.
  chmod -R u+rwX -- "$folder" 2>/dev/null || true
  find "$folder" -mindepth 1 -xdev -delete
}

empty "${GITHUB_WORKSPACE:-}"
empty "${RUNNER_TEMP:-}"
# Processes that a job started and that outlived it still hold VRAM.
if command -v nvidia-smi >/dev/null 2>&1; then
  while read -r pid; do
    [[ "$pid" =~ ^[0-9]+$ && -O "/proc/$pid" ]] || continue
    printf 'alpha-runner: ending process %s, which still held VRAM\n' "$pid"
    kill -KILL "$pid" 2>/dev/null || true
  done < <(nvidia-smi --query-compute-apps=pid --format=csv,noheader,nounits 2>/dev/null || true)
fi
