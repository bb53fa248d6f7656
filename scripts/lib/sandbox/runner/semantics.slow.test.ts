import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WorkflowRun } from '../sandbox.ts';
import { jobOf, stage } from './fixture.ts';
import type { Stage } from './fixture.ts';

const CHECKOUT = 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1';
const SETUP_NODE = 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020';
const CACHE = 'actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae';
const UPLOAD = 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f';
const DOWNLOAD = 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c';

/** Every workflow of this file runs once, all at the same time; each test reads what became of one. */
const WORKFLOWS: Readonly<Record<string, string>> = {
  'matrix.yml': `
jobs:
  plan:
    runs-on: ubuntu-latest
    outputs: { rows: "\${{ steps.p.outputs.rows }}" }
    steps:
      - id: p
        run: |
          echo 'rows=["a","b"]' >> "$GITHUB_OUTPUT"
          echo 'COLOUR=red' >> "$GITHUB_ENV"
          printf 'long<<END\\n1\\n2\\nEND\\n' >> "$GITHUB_OUTPUT"
      - run: echo "$COLOUR \${{ env.COLOUR }} \${{ steps.p.outputs.long }}" | tr '\\n' ' '
  build:
    needs: plan
    runs-on: ubuntu-latest
    strategy: { matrix: { name: "\${{ fromJSON(needs.plan.outputs.rows) }}" } }
    steps:
      - run: echo "builds \${{ matrix.name }} of \${{ strategy.job-total }}"
`,
  'failing.yml': `
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - { id: f, run: "exit 3" }
      - run: echo never
      - { if: failure(), run: 'echo "saw \${{ steps.f.conclusion }}"' }
      - { if: "always()", run: "echo always" }
  after: { needs: a, runs-on: ubuntu-latest, steps: [{ run: echo after }] }
  late:
    needs: [a, after]
    if: always()
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "a \${{ needs.a.result }}, after \${{ needs.after.result }}"' }]
  last: { needs: late, runs-on: ubuntu-latest, steps: [{ run: echo last }] }
`,
  'forgiven.yml': `
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - { id: f, continue-on-error: true, run: "exit 1" }
      - run: echo "\${{ steps.f.outcome }} then \${{ steps.f.conclusion }}"
  b: { runs-on: ubuntu-latest, continue-on-error: true, steps: [{ run: exit 1 }] }
`,
  'pipes.yml': `
defaults: { run: { shell: bash, working-directory: sub } }
env: { LEVEL: workflow, ONE: one }
jobs:
  a:
    runs-on: ubuntu-latest
    env: { LEVEL: job }
    steps:
      - { working-directory: ., run: mkdir sub }
      - { continue-on-error: true, run: "false | true" }
      - run: |
          if true; then
            echo "in $(basename "$PWD") \${{ github.event_name }}"
          fi
          echo "$LEVEL $ONE $OWN"
        env: { LEVEL: step, OWN: "\${{ env.ONE }}!" }
`,
  'actions.yml': `
permissions: { contents: read }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT}
      - { id: js, uses: ./actions/js, with: { word: hello, odd: 1 } }
      - { id: mix, uses: ./actions/mix, with: { who: you } }
      - { id: self, uses: $/actions/js, with: { word: self } }
      - run: echo "got \${{ steps.js.outputs.said }}, \${{ steps.mix.outputs.greeting }} and \${{ steps.self.outputs.said }}"
`,
  'step-timeout.yml': `
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - { run: sleep 60, timeout-minutes: 0.005 }
      - { if: failure(), run: echo after the timeout }
`,
  'job-timeout.yml': `
jobs:
  a:
    runs-on: ubuntu-latest
    timeout-minutes: 0.01
    steps:
      - run: sleep 60
      - { if: "cancelled()", run: echo cleaned up }
      - run: echo never
`,
  'clean.yml': `
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          env | sort
          echo "settings of the system: $(git config --list --show-scope | grep -c ^system)"
          (setsid sleep 300 > /dev/null 2>&1 &)
      - run: |
          node -e 'fetch("http://example.com/x").catch(() => {})' || true
          git ls-remote https://example.com/x.git || echo "$((40 + 2)) unreachable"
`,
  'secrets.yml': `
jobs:
  a:
    runs-on: ubuntu-latest
    outputs: { leak: "\${{ steps.s.outputs.leak }}", fine: "\${{ steps.s.outputs.fine }}" }
    steps:
      - id: s
        run: |
          echo "the secret is $S, the token is \${{ github.token }}"
          echo "::add-mask::swordfish"
          echo "swordfish"
          echo "leak=$S" >> "$GITHUB_OUTPUT"
          echo "fine=ok" >> "$GITHUB_OUTPUT"
        env: { S: "\${{ secrets.SHY }}" }
  b:
    needs: a
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "leak=[\${{ needs.a.outputs.leak }}] fine=[\${{ needs.a.outputs.fine }}]"' }]
`,
  'commands.yml': `
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: |
          for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "::warning file=x.ts,line=$i,title=T::w$i"; done
          echo "::stop-commands::quiet"
          echo "::error::not heard"
          echo "::quiet::"
          echo "::notice::heard"
          echo "::set-output name=a::b"
          echo "# Fine" >> "$GITHUB_STEP_SUMMARY"
      - run: head -c 1100000 /dev/zero | tr '\\0' x >> "$GITHUB_STEP_SUMMARY"
      - { continue-on-error: true, run: 'echo "NODE_OPTIONS=--x" >> "$GITHUB_ENV"' }
      - run: |
          echo "GITHUB_SHA=forged" >> "$GITHUB_ENV"
          mkdir -p "$RUNNER_TEMP/bin" && printf '#!/bin/sh\\necho from the path\\n' > "$RUNNER_TEMP/bin/mine" && chmod +x "$RUNNER_TEMP/bin/mine"
          echo "$RUNNER_TEMP/bin" >> "$GITHUB_PATH"
      - run: |
          mine
          echo "sha $GITHUB_SHA"
`,
  'labels.yml': `
jobs:
  a: { runs-on: [self-hosted, windows], steps: [{ run: echo }] }
  gpu: { runs-on: [self-hosted, linux, x64, gpu], steps: [{ run: 'echo "on $RUNNER_NAME $RUNNER_ENVIRONMENT"' }] }
`,
  'big.yml': `
jobs:
  a:
    runs-on: ubuntu-latest
    strategy: { matrix: { a: "\${{ fromJSON('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]') }}", b: "\${{ fromJSON('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]') }}" } }
    steps: [{ run: echo }]
`,
  'fast.yml': `
jobs:
  a:
    runs-on: ubuntu-latest
    strategy: { max-parallel: 1, matrix: { n: [1, 2, 3] } }
    steps: [{ run: 'test \${{ matrix.n }} != 1' }]
`,
  'artifacts.yml': `
jobs:
  up:
    runs-on: ubuntu-latest
    steps:
      - run: |
          mkdir -p out/deep out/.hidden
          echo one > out/a.txt
          echo two > out/deep/b.txt
          echo secret > out/.hidden/c.txt
      - { id: u, uses: ${UPLOAD}, with: { name: things, path: out } }
      - { continue-on-error: true, id: twice, uses: ${UPLOAD}, with: { name: things, path: out } }
      - { continue-on-error: true, id: odd, uses: ${UPLOAD}, with: { name: "a:b", path: out } }
      - { id: none, uses: ${UPLOAD}, with: { name: none, path: missing/** } }
      - run: echo "twice \${{ steps.twice.outcome }}, odd \${{ steps.odd.outcome }}, none \${{ steps.none.outcome }}"
  down:
    needs: up
    runs-on: ubuntu-latest
    steps:
      - { uses: ${DOWNLOAD}, with: { name: things, path: got } }
      - run: cd got && find . -type f | sort | xargs grep .
      - { uses: ${DOWNLOAD}, with: { path: all } }
      - run: find all -type f | sort
      - { continue-on-error: true, id: miss, uses: ${DOWNLOAD}, with: { name: absent } }
      - run: echo "absent \${{ steps.miss.outcome }}"
`,
  'checkout.yml': `
permissions: { contents: read }
jobs:
  plain:
    runs-on: ubuntu-latest
    steps:
      - { uses: ${CHECKOUT}, with: { persist-credentials: false } }
      - run: |
          head -c 42 big.bin
          echo; git rev-list --count HEAD; git status --short; git config --get-regexp 'extraheader|includeif' || echo no credentials
          git branch --show-current
  lfs:
    runs-on: ubuntu-latest
    steps:
      - { uses: ${CHECKOUT}, with: { lfs: true, fetch-depth: 0, path: "it's $(here)" } }
      - { working-directory: "it's $(here)", run: "cat big.bin; echo; git rev-list --count HEAD; git ls-remote -q origin HEAD && echo with credentials" }
  none:
    permissions: {}
    runs-on: ubuntu-latest
    steps: [{ uses: ${CHECKOUT} }]
`,
  'cache.yml': `
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - { id: c, uses: ${CACHE}, with: { path: kept, key: k-1, restore-keys: k- } }
      - run: 'echo "hit \${{ steps.c.outputs.cache-hit }}"; mkdir kept; echo from a > kept/x'
  b:
    needs: a
    runs-on: ubuntu-latest
    steps:
      - { id: c, uses: ${CACHE}, with: { path: kept, key: k-1 } }
      - run: 'echo "hit \${{ steps.c.outputs.cache-hit }} $(cat kept/x)"'
  c:
    needs: a
    runs-on: ubuntu-latest
    steps:
      - { id: c, uses: ${CACHE}, with: { path: kept, key: k-2, restore-keys: k- } }
      - run: 'echo "hit \${{ steps.c.outputs.cache-hit }} $(cat kept/x)"'
`,
  'pinned.yml': `
jobs:
  tag: { runs-on: ubuntu-latest, steps: [{ uses: actions/checkout@v7 }] }
  other: { runs-on: ubuntu-latest, steps: [{ run: echo never }, { uses: "someone/thing@3d3c42e5aac5ba805825da76410c181273ba90b1" }] }
`,
  'npm.yml': `
permissions: { contents: read }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT}
      - { uses: ${SETUP_NODE}, with: { node-version: 24, cache: npm } }
      - run: npm ci
      - run: |
          node --version
          node -p 'require("left")() + require("@scope/right")()'
          rm -rf node_modules/left && test ! -e node_modules/left && echo removed here
`,
  'approval.yml': `
jobs:
  yes: { environment: open, runs-on: ubuntu-latest, steps: [{ run: echo shipped }] }
  no: { environment: { name: shut }, runs-on: ubuntu-latest, steps: [{ run: echo never }] }
`,
  'hash.yml': `
permissions: { contents: read }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT}
      - run: echo "[\${{ hashFiles('package-lock.json') }}] [\${{ hashFiles('none/**') }}]"
`,
  'invalid.yml': 'jobs:\n  a: { runs-on: ubuntu-latest, stepz: [] }\n',
};

const JS = `
import { appendFileSync } from 'node:fs';
const out = (file, text) => appendFileSync(process.env[file], text + '\\n');
if (process.env.STATE_kept) console.log('post has', process.env.STATE_kept, process.env.INPUT_WORD);
else {
  out('GITHUB_OUTPUT', 'said=' + process.env.INPUT_WORD + ' ' + process.env.INPUT_WITH_DEFAULT);
  out('GITHUB_STATE', 'kept=state of ' + process.env.INPUT_WORD);
  console.log('node', process.version.split('.')[0]);
}
`;

let set: Stage;
let checkout: string;
let runs: Map<string, WorkflowRun>;

beforeAll(async () => {
  process.env['CANARY_OF_THE_HOST'] = 'must not be seen';
  checkout = await mkdtemp(join(tmpdir(), 'packages-'));
  const lock = '{ "name": "x", "lockfileVersion": 3, "packages": {} }\n';
  for (const [name, text] of Object.entries({ left: '() => "le"', '@scope/right': '() => "ri"' })) {
    await mkdir(join(checkout, 'node_modules', name), { recursive: true });
    await writeFile(join(checkout, 'node_modules', name, 'index.js'), `module.exports = ${text};`);
  }
  await writeFile(join(checkout, 'package-lock.json'), lock);
  set = await stage(
    {
      ...Object.fromEntries(
        Object.entries(WORKFLOWS).map(([file, text]) => [
          `.github/workflows/${file}`,
          `name: ${file}\non: { workflow_dispatch: {}, push: { branches: [go] } }\n${text}`,
        ]),
      ),
      'package.json': '{ "name": "x" }',
      'package-lock.json': lock,
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      'big.bin': 'the bytes of an object',
      'actions/js/action.yml': `name: js\ndescription: d\ninputs:\n  word: { description: w, required: true }\n  with default: { description: w, default: "\${{ github.event_name }}" }\nruns: { using: node24, main: ../dist/js.mjs, post: ../dist/js.mjs }\n`,
      'actions/dist/js.mjs': JS,
      'actions/mix/action.yml': `name: mix\ndescription: d\ninputs: { who: { description: w, default: nobody } }\noutputs: { greeting: { description: g, value: "\${{ steps.s.outputs.g }}" } }\nruns:\n  using: composite\n  steps:\n    - { id: s, shell: bash, run: 'echo "g=hi \${{ inputs.who }} from $(basename "$GITHUB_ACTION_PATH")" >> "$GITHUB_OUTPUT"' }\n`,
    },
    {
      packagesFrom: checkout,
      runner: { secrets: { SHY: 'hush-hush' }, approve: (environment) => environment !== 'shut' },
    },
  );
  await set.clone.commit('go', { 'go.txt': 'go' });
  await set.clone.push('HEAD:refs/heads/go');
  await set.sandbox.idle();
  const all = await set.sandbox.runs();
  runs = new Map(all.map((run) => [run.path.replace('.github/workflows/', ''), run]));
});

afterAll(async () => {
  delete process.env['CANARY_OF_THE_HOST'];
  await set[Symbol.asyncDispose]();
  await rm(checkout, { recursive: true, force: true });
});

function run(file: string): WorkflowRun {
  const found = runs.get(file);
  if (!found) throw new Error(`${file} did not run`);
  return found;
}
const log = (file: string, key = 'a') => jobOf(run(file), key).log;
const ends = (file: string) =>
  Object.fromEntries(run(file).jobs.map(({ name, conclusion }) => [name, conclusion]));

test('outputs of a job make the matrix of the next, and later steps see what earlier ones left', () => {
  expect(ends('matrix.yml')).toEqual({ plan: 'success', 'build (a)': 'success', 'build (b)': 'success' });
  expect(log('matrix.yml', 'plan')).toContain('red red 1 2');
  expect(run('matrix.yml').jobs.map((job) => /builds . of 2/u.exec(job.log)?.[0])).toEqual([
    undefined,
    'builds a of 2',
    'builds b of 2',
  ]);
});

test('after a failed step only those run that ask for it, and a skipped ancestor skips on [skipped-ancestor]', () => {
  expect(ends('failing.yml')).toEqual({ a: 'failure', after: 'skipped', late: 'success', last: 'skipped' });
  expect(jobOf(run('failing.yml'), 'a').steps.map(({ conclusion }) => conclusion)).toEqual([
    'success',
    'failure',
    'skipped',
    'success',
    'success',
    'success',
  ]);
  expect(log('failing.yml')).toContain('saw failure');
  expect(log('failing.yml', 'late')).toContain('a failure, after skipped');
  expect(run('failing.yml').conclusion).toBe('failure');
});

test('what may fail does not fail the job, or the run', () => {
  expect(log('forgiven.yml')).toContain('failure then success');
  expect(ends('forgiven.yml')).toEqual({ a: 'success', b: 'failure' });
  expect(run('forgiven.yml').conclusion).toBe('success');
});

test('defaults, levels of env and pipefail hold', () => {
  expect(log('pipes.yml')).toContain('in sub push');
  expect(log('pipes.yml')).toContain('step one one!');
  expect(jobOf(run('pipes.yml'), 'a').annotations.map(({ message }) => message)).toEqual([
    'Process completed with exit code 1.',
  ]);
});

test('actions at local paths run: JavaScript with its post, composite ones, and those of the same commit', () => {
  expect(log('actions.yml')).toContain('got hello push, hi you from mix and self push');
  expect(log('actions.yml')).toContain('node v24');
  expect(log('actions.yml').indexOf('post has state of self self')).toBeLessThan(
    log('actions.yml').indexOf('post has state of hello hello'),
  );
  expect(jobOf(run('actions.yml'), 'a').annotations[0]?.message).toContain("Unexpected input(s) 'odd'");
});

test('a step that takes too long fails, a job that does is cancelled [timeouts]', () => {
  expect(ends('step-timeout.yml')).toEqual({ a: 'failure' });
  expect(log('step-timeout.yml')).toContain('after the timeout');
  expect(ends('job-timeout.yml')).toEqual({ a: 'cancelled' });
  expect(log('job-timeout.yml')).toContain('cleaned up');
  expect(log('job-timeout.yml')).not.toContain('\nnever');
  expect(jobOf(run('job-timeout.yml'), 'a').annotations.at(-1)?.message).toContain(
    'exceeded the maximum execution time',
  );
});

test('a job sees nothing of the host, keeps no process, and reaches no other machine', () => {
  expect(log('clean.yml')).not.toContain('CANARY_OF_THE_HOST');
  expect(log('clean.yml')).toContain('settings of the system: 0');
  expect(log('clean.yml')).toMatch(/^GITHUB_API_URL=http:\/\/127\.0\.0\.1:\d+\/api\/v3$/mu);
  expect(log('clean.yml')).toContain('Terminated 1 orphan process');
  expect(log('clean.yml')).toContain('42 unreachable');
  const job = jobOf(run('clean.yml'), 'a').id;
  const leaks = set.sandbox.runner.leaks().filter((leak) => leak.job === job);
  expect(leaks.map(({ request }) => request).toSorted()).toEqual([
    'CONNECT example.com:443',
    'CONNECT example.com:80',
  ]);
});

test('secrets show up neither in logs nor in outputs [secret-outputs]', () => {
  expect(log('secrets.yml')).toContain('the secret is ***, the token is ***');
  expect(log('secrets.yml')).not.toMatch(/hush-hush|swordfish|ghs_/u);
  expect(log('secrets.yml', 'b')).toContain('leak=[] fine=[ok]');
});

test('commands are heard, up to ten of a kind a step, and files of a step take effect [annotation-limit, summary-limit, old-commands, platform-env]', () => {
  const { annotations, summary } = jobOf(run('commands.yml'), 'a');
  expect(annotations.filter(({ level }) => level === 'warning')).toHaveLength(10);
  expect(annotations[0]).toEqual({ level: 'warning', title: 'T', message: 'w1', file: 'x.ts', line: 1 });
  const told = annotations.map(({ message }) => message);
  expect(told).toContain('heard');
  expect(told).not.toContain('not heard');
  expect(told.some((message) => message.includes('`set-output` command is disabled'))).toBe(true);
  expect(told.some((message) => message.includes('supports content up to a size of 1024k'))).toBe(true);
  expect(told.some((message) => message.includes("Can't store NODE_OPTIONS"))).toBe(true);
  expect(summary.trim()).toBe('# Fine');
  expect(log('commands.yml')).toContain('from the path');
  expect(log('commands.yml')).toMatch(/sha [0-9a-f]{40}/u);
  expect(told.filter((message) => message.startsWith('w'))).toEqual([
    'w1',
    'w2',
    'w3',
    'w4',
    'w5',
    'w6',
    'w7',
    'w8',
    'w9',
    'w10',
  ]);
});

test('a job runs only on a machine with all its labels', () => {
  expect(ends('labels.yml')).toEqual({ a: 'failure', gpu: 'success' });
  expect(log('labels.yml', 'gpu')).toContain('on gpu-1 self-hosted');
});

test('a matrix of 272 jobs is refused whole, and fail-fast ends what has not run [matrix-limit]', () => {
  expect(run('big.yml').jobs).toHaveLength(1);
  expect(jobOf(run('big.yml'), 'a').annotations[0]?.message).toContain('limit of 256');
  expect(ends('fast.yml')).toEqual({ 'a (1)': 'failure', 'a (2)': 'cancelled', 'a (3)': 'cancelled' });
});

test('artifacts carry files from job to job, once a name [artifact-name-once]', () => {
  expect(log('artifacts.yml', 'up')).toContain('twice failure, odd failure, none success');
  expect(log('artifacts.yml', 'up')).toContain('(409) Conflict');
  expect(log('artifacts.yml', 'down')).toMatch(/\.\/a\.txt:one\n\.\/deep\/b\.txt:two\n/u);
  expect(log('artifacts.yml', 'down')).not.toContain('secret');
  expect(log('artifacts.yml', 'down')).toContain('all/things/deep/b.txt');
  expect(log('artifacts.yml', 'down')).toContain('absent failure');
});

test('checkout is a clone with the job’s token: one commit, LFS only when asked, credentials only when kept', () => {
  expect(log('checkout.yml', 'plain')).toMatch(
    /version https:\/\/git-lfs\.github\.com\/spec\/v1\n1\nno credentials\ngo\n/u,
  );
  expect(log('checkout.yml', 'lfs')).toMatch(
    /the bytes of an object\n2\n[0-9a-f]{40}\tHEAD\nwith credentials/u,
  );
  expect(ends('checkout.yml')).toEqual({ plain: 'success', lfs: 'success', none: 'failure' });
  const moved = set.sandbox.forge.lfs.transfers(({ kind }) => kind === 'download');
  const job = jobOf(run('checkout.yml'), 'lfs').id;
  expect(moved.filter((transfer) => transfer.job !== null).map((transfer) => transfer.job)).toEqual([job]);
});

test('a cache is found by its key, or by the beginning of one', () => {
  expect(log('cache.yml', 'a')).toContain('hit false');
  expect(log('cache.yml', 'b')).toContain('hit true from a');
  expect(log('cache.yml', 'c')).toContain('hit false from a');
});

test('a foreign action is known by its full commit id alone, and asked for before the first step', () => {
  expect(jobOf(run('pinned.yml'), 'tag').annotations[0]?.message).toContain('not for v7');
  expect(jobOf(run('pinned.yml'), 'other').annotations[0]?.message).toContain(
    'no stand-in for someone/thing',
  );
  expect(log('pinned.yml', 'other')).not.toContain('never');
});

test('npm ci with an equal lock file links the checkout’s packages, and harms them in no way', async () => {
  expect(log('npm.yml')).toContain('linked the packages');
  expect(log('npm.yml')).toMatch(/v24\.\S+\nleri\nremoved here/u);
  expect(await readFile(join(checkout, 'node_modules/left/index.js'), 'utf8')).toContain('le');
});

test('an environment waits for its approval', () => {
  expect(ends('approval.yml')).toEqual({ yes: 'success', no: 'failure' });
  expect(jobOf(run('approval.yml'), 'no').annotations[0]?.message).toBe(
    'The deployment to shut was rejected',
  );
});

test('hashFiles answers with one digest, or with nothing', () => {
  expect(log('hash.yml')).toMatch(/\[[0-9a-f]{64}\] \[\]/u);
});

test('a file that GitHub’s parser refuses is a run that could not start, with the parser’s words', () => {
  expect(run('invalid.yml').conclusion).toBe('startup_failure');
  expect(run('invalid.yml').note).toContain("Unexpected value 'stepz'");
});

test('nothing of all this left GitHub’s description', () => {
  expect(set.sandbox.forge.violations()).toEqual([]);
});
