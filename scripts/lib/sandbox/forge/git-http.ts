import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { serverEnv } from './bare.ts';
import { mayPush, mayRead } from './hub.ts';
import type { Hub, Viewer } from './hub.ts';
import { changesIn, lockedRefs, refsMoved } from './refs.ts';
import type { Repo } from './tables.ts';

export interface GitRequest {
  readonly repo: Repo;
  readonly service: 'info/refs' | 'git-upload-pack' | 'git-receive-pack';
  readonly query: string;
}

/** Which repository and service a path of Git's smart HTTP names; see gitprotocol-http(5). */
export function gitPath(path: string): { slug: string; service: GitRequest['service'] } | undefined {
  const found = /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/u.exec(path);
  const service = found?.[2];
  if (service !== 'info/refs' && service !== 'git-upload-pack' && service !== 'git-receive-pack')
    return undefined;
  return { slug: found?.[1] ?? '', service };
}

/** Hands a request to `git http-backend` after it was authorised; a push is answered when all that follows has happened. */
export async function answerGit(
  hub: Hub,
  { repo, service, query }: GitRequest,
  request: IncomingMessage,
  response: ServerResponse,
  viewer: Viewer,
): Promise<void> {
  const push = service === 'git-receive-pack' || query.includes('service=git-receive-pack');
  const allowed = push ? mayPush(viewer, repo) : mayRead(viewer, repo);
  if (!allowed) return refuse(response, viewer, repo, push);
  const moved = join(hub.git(repo.slug).path, `moved-${randomUUID()}`);
  const backend = () => runBackend(hub, { repo, service, query, moved }, request, viewer);
  if (service === 'git-receive-pack') {
    await hub.locked(repo.slug, async () => {
      const answer = await whole(backend());
      await refsMoved(hub, repo.slug, await changesIn(hub, repo.slug, await taken(moved)), viewer);
      sendWhole(response, answer);
    });
  } else if (service === 'info/refs' && !push && request.headers['git-protocol'] === 'version=2') {
    const { path } = hub.git(repo.slug);
    const answer = CAPABILITIES.get(path) ?? (await whole(backend()));
    if (!/^Status:/imu.test(splitHead(answer).head)) CAPABILITIES.set(path, answer);
    sendWhole(response, answer);
  } else {
    const { child, done } = backend();
    await stream(child.stdout, response);
    await done;
  }
}

/**
 * What Git answers first under protocol version 2, by repository: its version and what it can do, nothing of what is in the
 * repository (gitprotocol-v2(5), "Initial Client Request"). So it is asked once.
 */
const CAPABILITIES = new Map<string, Buffer>();

/** What a hook wrote down of a push, gone once it is read; empty when no ref moved. */
async function taken(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  await rm(file, { force: true });
  return text;
}

async function whole({ child, done }: ReturnType<typeof runBackend>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  child.stdout.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  await done;
  return Buffer.concat(chunks);
}

function sendWhole(response: ServerResponse, answer: Buffer): void {
  const { head, rest } = splitHead(answer);
  writeHead(response, head);
  response.end(rest);
}

function refuse(response: ServerResponse, viewer: Viewer, repo: Repo, push: boolean): void {
  const text = { 'content-type': 'text/plain' };
  if (viewer.kind === 'anonymous') {
    response
      .writeHead(401, { ...text, 'www-authenticate': 'Basic realm="GitHub"' })
      .end('Authentication required\n');
    return;
  }
  const words = push
    ? `Permission to ${repo.slug}.git denied to ${viewer.user.login}.\n`
    : 'Repository not found.\n';
  response.writeHead(push ? 403 : 404, text).end(words);
}

function runBackend(
  hub: Hub,
  { repo, service, query, moved }: GitRequest & { readonly moved: string },
  request: IncomingMessage,
  viewer: Viewer,
) {
  const header = (name: string): string => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };
  const git = hub.git(repo.slug);
  const child = spawn('git', ['http-backend'], {
    env: {
      ...serverEnv(),
      GIT_PROJECT_ROOT: dirname(dirname(git.path)),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${repo.slug}.git/${service}`,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: header('content-type'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: header('git-protocol'),
      REMOTE_USER: viewer.kind === 'anonymous' ? '' : viewer.user.login,
      REMOTE_ADDR: '127.0.0.1',
      FORGE_ACTOR: viewer.kind,
      FORGE_FILE_LIMIT: String(hub.settings.fileLimit),
      FORGE_MOVED: moved,
      FORGE_LOCKED: [...lockedRefs(hub, repo.slug).keys()].join(' '),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // A client that hangs up early is no fault of ours.
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  const done = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      resolve();
    });
  });
  return { child, done };
}

/** CGI: headers, an empty line, the body. */
function splitHead(bytes: Buffer): { head: string; rest: Buffer } {
  const at = bytes.indexOf('\r\n\r\n');
  return at === -1
    ? { head: 'Status: 500 Internal Server Error', rest: bytes }
    : { head: bytes.subarray(0, at).toString('latin1'), rest: bytes.subarray(at + 4) };
}

function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const at = line.indexOf(':');
    const [name, value] = [line.slice(0, at), line.slice(at + 1).trim()];
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else if (at > 0) response.setHeader(name, value);
  }
  response.writeHead(status);
}

async function stream(from: NodeJS.ReadableStream, response: ServerResponse): Promise<void> {
  let pending: Buffer | null = Buffer.alloc(0);
  for await (const chunk of from) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    if (pending === null) {
      response.write(bytes);
      continue;
    }
    pending = Buffer.concat([pending, bytes]);
    if (!pending.includes('\r\n\r\n')) continue;
    const { head, rest } = splitHead(pending);
    writeHead(response, head);
    response.write(rest);
    pending = null;
  }
  if (pending !== null) response.writeHead(500);
  response.end();
}

/**
 * What the platform refuses of a push that it lets in otherwise. Git runs it before any ref moves and shows its words
 * to whoever pushes.
 */
const PRE_RECEIVE = String.raw`#!/bin/sh
zero=0000000000000000000000000000000000000000
while read -r old new ref; do
  case " $FORGE_LOCKED " in
    *" $ref "*)
      if [ "$old" != "$zero" ]; then
        echo "error: GH006: Protected ref update failed for $ref." >&2
        exit 1
      fi ;;
  esac
  [ "$new" = "$zero" ] && continue
  case "$ref" in
    refs/heads/refs/* | refs/tags/refs/*)
      if [ "$old" = "$zero" ]; then
        echo "error: GH002: Sorry, branch or tag names starting with 'refs/' are not allowed." >&2
        exit 1
      fi ;;
  esac
  big=$(git rev-list --objects --filter=blob:limit=$((FORGE_FILE_LIMIT + 1)) --filter-print-omitted "$new" --not --all |
    sed -n '/^~/{p;q;}')
  if [ -n "$big" ]; then
    echo "error: GH001: Large files detected. You may want to try Git Large File Storage." >&2
    exit 1
  fi
  if [ "$FORGE_ACTOR" = job ]; then
    base=$old
    if [ "$old" = "$zero" ]; then
      base=$(git merge-base refs/heads/main "$new" || git hash-object -t tree /dev/null)
    fi
    for file in $(git diff-tree -r --name-only --no-renames "$base" "$new" -- .github/workflows); do
      echo "error: refusing to allow a GitHub App to create or update workflow \"$file\" without \"workflows\" permission" >&2
      exit 1
    done
  fi
done
`;

/** `old SP new SP ref LF` for every ref that a push has moved, githooks(5): Git's own word, no comparison of two lists. */
const POST_RECEIVE = `#!/bin/sh
exec cat >"$FORGE_MOVED"
`;

export async function installHooks(repository: string): Promise<void> {
  await mkdir(join(repository, 'hooks'), { recursive: true });
  for (const [name, text] of Object.entries({ 'pre-receive': PRE_RECEIVE, 'post-receive': POST_RECEIVE })) {
    const hook = join(repository, 'hooks', name);
    await writeFile(hook, text);
    await chmod(hook, 0o755);
  }
}
