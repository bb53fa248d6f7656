#!/usr/bin/env bash
# Before each job, as root: a fresh copy of the runner program and a configuration for one job. Usage: prepare.sh <gpu index>
set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
umask 077

gpu=${1:?which GPU?}
[[ "$gpu" =~ ^[0-9]{1,2}$ ]] || { printf 'prepare: %s is no GPU index\n' "$gpu" >&2; exit 2; }
home=/var/lib/alpha-runner/gpu$gpu
bin=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)

"$bin/clean.sh" "$gpu"
install -d -m 0711 -o root -g root "$home"
install -d -m 0700 -o alpha-runner -g alpha-runner "$home/home" "$home/secret"
# --reflink: no bytes are copied where the file system can share them.
cp -a --reflink=auto /opt/alpha-runner/runner "$home/runner"
chown -R alpha-runner:alpha-runner "$home/runner"
python3 -I "$bin/next_jitconfig.py" /etc/alpha-runner/settings.json "$gpu" "$home/secret/jitconfig"
chown alpha-runner:alpha-runner "$home/secret/jitconfig"
