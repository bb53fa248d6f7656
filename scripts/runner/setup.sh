#!/usr/bin/env bash
# Sets this machine up as an ephemeral runner, as root. Safe to run again; says what it does, one line each.
#   sudo scripts/runner/setup.sh --repository OWNER/alpha-ref --archive actions-runner-linux-x64-2.338.2.tar.gz --sha256 …
#   --gpus 0,1   one runner for each (default 0)      --dry-run   says what it would do, changes nothing
set -euo pipefail
export PATH=/usr/sbin:/usr/bin:/sbin:/bin

usage() { sed -n '2,4p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//' >&2; exit 2; }
fail() { printf 'setup: %s\n' "$1" >&2; exit 1; }

repository='' archive='' digest='' gpus=0 dry=0
while (($# > 0)); do
  case $1 in
    --repository) repository=${2:-}; shift 2 || usage ;;
    --archive) archive=${2:-}; shift 2 || usage ;;
    --sha256) digest=${2:-}; shift 2 || usage ;;
    --gpus) gpus=${2:-}; shift 2 || usage ;;
    --dry-run) dry=1; shift ;;
    *) usage ;;
  esac
done
[[ "$repository" =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || fail 'say --repository OWNER/NAME'
[[ "$digest" =~ ^[0-9a-f]{64}$ ]] || fail 'say --sha256: the digest that stands beside the archive on the page of its release'
[[ "$gpus" =~ ^[0-9]{1,2}(,[0-9]{1,2})*$ ]] || fail 'say --gpus as 0 or 0,1'
[[ -f "$archive" ]] || fail "there is no archive at $archive: download it from the releases of actions/runner"
((dry)) || [[ "$(id -u)" == 0 ]] || fail 'run it as root: sudo scripts/runner/setup.sh …'
[[ "$(sha256sum "$archive" | cut -d' ' -f1)" == "$digest" ]] || fail "$archive is not the file that --sha256 names"

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
run() {
  printf 'setup: %s\n' "$*"
  ((dry)) || "$@"
}
# A file that the owner edits is written once and then left alone.
once() {
  local from=$1 to=$2 mode=$3
  if [[ -e "$to" ]]; then
    printf 'setup: %s is there already\n' "$to"
    return
  fi
  printf 'setup: writing %s\n' "$to"
  ((dry)) || sed "s|OWNER/alpha-ref|$repository|g; s|\"OWNER\"|\"${repository%%/*}\"|g" "$from" | install -m "$mode" /dev/stdin "$to"
}

id alpha-runner >/dev/null 2>&1 ||
  run useradd --system --no-create-home --home-dir /var/lib/alpha-runner --shell /usr/sbin/nologin alpha-runner
for group in video render; do
  if getent group "$group" >/dev/null; then run usermod --append --groups "$group" alpha-runner; fi
done

run install -d -m 0755 /opt/alpha-runner /opt/alpha-runner/bin /opt/alpha-runner/bin/hooks
run install -d -m 0755 /etc/alpha-runner /etc/alpha-runner/config /etc/alpha-runner/config/alpha-ref
run install -d -m 0711 -o root -g root /var/lib/alpha-runner
run install -d -m 0700 -o alpha-runner -g alpha-runner /var/lib/alpha-runner/tools

for program in prepare.sh run-once.sh clean.sh next_jitconfig.py hooks/job-started.sh hooks/job-completed.sh hooks/judge_job.py; do
  run install -m 0755 -o root -g root "$here/$program" "/opt/alpha-runner/bin/$program"
done
# A whole copy that nobody but root can change; each job gets its own.
run rm -rf /opt/alpha-runner/runner
run install -d -m 0755 /opt/alpha-runner/runner
run tar --extract --gzip --file "$archive" --directory /opt/alpha-runner/runner --no-same-owner

once "$here/policy.example.json" /etc/alpha-runner/policy.json 0644
once "$here/settings.example.json" /etc/alpha-runner/settings.json 0600
once "$here/runner.example.yml" /etc/alpha-runner/config/alpha-ref/runner.yml 0644
if [[ ! -s /etc/alpha-runner/token ]]; then
  run install -m 0600 -o root -g root /dev/null /etc/alpha-runner/token
  printf 'setup: write a token with Administration: write on %s alone into /etc/alpha-runner/token\n' "$repository"
fi

run install -m 0644 "$here/systemd/alpha-runner@.service" /etc/systemd/system/alpha-runner@.service
run systemctl daemon-reload
for gpu in ${gpus//,/ }; do
  run systemctl enable "alpha-runner@$gpu.service"
done
printf 'setup: done. Look over /etc/alpha-runner, then: systemctl start alpha-runner@%s\n' "${gpus%%,*}"
