#!/usr/bin/env bash
# zizmor (pedantic) and actionlint over the workflows and actions, where they can be had; says so where not.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'workflows: %s\n' "$1"; }

zizmor=$(command -v zizmor || printf '%s' .tools/bin/zizmor)
if [[ ! -x "$zizmor" ]] && command -v python3 >/dev/null 2>&1; then
  say 'installing zizmor into .tools'
  if ! { python3 -m venv .tools && .tools/bin/pip install --quiet --disable-pip-version-check 'zizmor==1.32.0'; }; then say 'zizmor could not be installed'; fi
fi
if [[ -x "$zizmor" ]]; then "$zizmor" --offline --pedantic --quiet .; else say 'zizmor is not here: its checks did not run'; fi

actionlint=$(command -v actionlint || printf '%s' .tools/bin/actionlint)
if [[ ! -x "$actionlint" ]] && command -v go >/dev/null 2>&1; then
  say 'installing actionlint into .tools'
  GOBIN="$PWD/.tools/bin" go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 2>/dev/null || say 'actionlint could not be installed'
fi
if [[ -x "$actionlint" ]]; then "$actionlint"; else say 'actionlint is not here: its checks did not run'; fi
