#!/usr/bin/env bash
# Takes a bare machine to a working one. Safe to run again; says in one line each what it installs, nothing when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$1"; }
fail() { printf 'setup: %s\n' "$1" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# 1. Programs
missing=()
for program in git-lfs ffmpeg espeak-ng; do
  has "$program" || missing+=("$program")
done
has chromium || has chromium-browser || has google-chrome || missing+=(chromium)
if ((${#missing[@]} > 0)); then
  as_root=()
  if [[ "$(id -u)" != 0 ]] && has sudo && sudo -n true 2>/dev/null; then as_root=(sudo -n); fi
  if has apt-get && { [[ "$(id -u)" == 0 ]] || ((${#as_root[@]} > 0)); }; then
    say "installing ${missing[*]} with apt-get"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    fail "missing: ${missing[*]}. Install them with your system's package manager (Debian: sudo apt-get install ${missing[*]}), then run this again."
  fi
fi

# 2. npm packages: again only when the lock file has changed since
stamp=node_modules/.alpha-setup
lock=$(sha256sum package-lock.json | cut -d' ' -f1)
if [[ ! -f "$stamp" || "$(cat "$stamp")" != "$lock" ]]; then
  say 'installing npm packages with npm ci'
  ONNXRUNTIME_NODE_INSTALL_CUDA=skip npm ci --no-audit --no-fund --loglevel=error
  printf '%s' "$lock" >"$stamp"
fi

# 3. Git LFS objects that the host may not serve: from the seed, each checked against its name
git lfs install --local >/dev/null
objects=$(git rev-parse --git-common-dir)/lfs/objects
hydrate=0
for blob in assets/seed/*; do
  oid=$(basename "$blob")
  [[ "$oid" =~ ^[0-9a-f]{64}$ ]] || continue
  target="$objects/${oid:0:2}/${oid:2:2}/$oid"
  [[ -f "$target" ]] && continue
  [[ "$(sha256sum "$blob" | cut -d' ' -f1)" == "$oid" ]] || fail "$blob does not hash to its name; restore it with: git checkout -- $blob"
  mkdir -p "$(dirname "$target")"
  partial=$(mktemp "$target.XXXXXX")
  cp "$blob" "$partial"
  chmod 0644 "$partial"
  mv -f "$partial" "$target"
  hydrate=1
done
# Files that are pointers still, and whose object is here now; what another branch brings is not in the seed.
waiting=()
for path in assets/alpha-ref.png assets/ref_alpha.npy; do
  [[ -f "$path" ]] || continue
  head -c 44 "$path" | grep -q '^version https://git-lfs.github.com/spec/v1' || continue
  oid=$(sed -n 's/^oid sha256://p' "$path")
  [[ -f "$objects/${oid:0:2}/${oid:2:2}/$oid" ]] && waiting+=("$path")
done
if ((hydrate || ${#waiting[@]} > 0)); then say 'placing the Git LFS objects of assets/ from the seed'; fi
if ((${#waiting[@]} > 0)); then git lfs checkout "${waiting[@]}" >/dev/null; fi
