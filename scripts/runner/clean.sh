#!/usr/bin/env bash
# After each job, as root: nothing of it stays but the store of results, which is read by digest. Usage: clean.sh <gpu index>
set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin

gpu=${1:?which GPU?}
[[ "$gpu" =~ ^[0-9]{1,2}$ ]] || { printf 'clean: %s is no GPU index\n' "$gpu" >&2; exit 2; }
home=/var/lib/alpha-runner/gpu$gpu
[[ -d "$home" && ! -L "$home" ]] || exit 0
# The folder itself belongs to root: a job cannot have put something else in the place of these.
for name in runner home secret; do
  rm -rf --one-file-system -- "${home:?}/$name"
done
