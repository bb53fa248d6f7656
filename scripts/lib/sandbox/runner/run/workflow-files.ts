import type { Forge } from '../../forge/forge.ts';
import type { Dispatch, JsonObject } from '../../forge/hub.ts';
import type { Repo } from '../../forge/tables.ts';
import { parseWorkflowFile } from '../workflow.ts';
import type { Parsed } from '../workflow.ts';
import { dispatchInputs } from './dispatch.ts';

/** The workflow files of commits, each parsed once. */
export class WorkflowFiles {
  readonly #forge: Forge;
  readonly #parsed = new Map<string, Parsed>();

  constructor(forge: Forge) {
    this.#forge = forge;
  }

  /** The workflow files of a commit, in order. */
  async of(slug: string, sha: string): Promise<{ path: string; parsed: Parsed }[]> {
    const git = this.#forge.git(slug);
    const found: { path: string; parsed: Parsed }[] = [];
    for (const { name, mode, sha: blob } of (await git.tree(sha, '.github/workflows')) ?? []) {
      if (!/^1[02]/u.test(mode) || !/\.ya?ml$/u.test(name)) continue;
      const path = `.github/workflows/${name}`;
      const key = `${path} ${blob}`;
      const known = this.#parsed.get(key);
      const parsed =
        known ?? (await parseWorkflowFile(path, Buffer.from((await git.blob(blob)) ?? []).toString('utf8')));
      this.#parsed.set(key, parsed);
      found.push({ path, parsed });
    }
    return found;
  }

  /** What a `workflow_dispatch` would start, or why it starts nothing. */
  async dispatchable(repo: Repo, workflow: string, ref: string, inputs: JsonObject): Promise<Dispatch> {
    const git = this.#forge.git(repo.slug);
    const sha = (await git.resolve(`refs/heads/${ref}`)) ?? (await git.resolve(`refs/tags/${ref}`));
    if (sha === undefined) return { kind: 'refused', status: 422, message: `No ref found for: ${ref}` };
    const found = (await this.of(repo.slug, sha)).find(({ path }) => path.endsWith(`/${workflow}`));
    if (!found) return { kind: 'refused', status: 404, message: 'Not Found' };
    const { parsed } = found;
    const configured = parsed.kind === 'workflow' ? parsed.workflow.on['workflow_dispatch'] : undefined;
    if (parsed.kind !== 'workflow' || configured === undefined) {
      return { kind: 'refused', status: 422, message: "Workflow does not have 'workflow_dispatch' trigger" };
    }
    return dispatchInputs(parsed.workflow.path, configured, inputs);
  }
}
