#!/usr/bin/env bash
# zizmor (pedantic) and actionlint over the workflows and actions, where they can be had; says so where not.
set -euo pipefail
cd "$(dirname "$0")/.."

bash scripts/tools.sh
export PATH="$PATH:$PWD/.tools/bin"
if command -v zizmor >/dev/null; then zizmor --offline --pedantic --quiet .; else printf 'workflows: zizmor is not here: its checks did not run\n'; fi
if command -v actionlint >/dev/null; then actionlint; else printf 'workflows: actionlint is not here: its checks did not run\n'; fi
