import type { Command } from 'commander';
import { refusalsOf } from '#engine/episode/check-ship.ts';
import { parseTag } from '#engine/episode/tag.ts';
import { readLedger } from '#engine/ledger/ledger.ts';
import { readOwner } from '#engine/licence/read-owner.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { remoteBranch } from '#engine/repository/branch.ts';
import { commitOf, isAncestor } from '#engine/repository/history.ts';
import { ledgerPlace } from './places.ts';
import { answer, EXIT, table } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, readState } from './workspace.ts';

export function registerShip(program: Command): void {
  program
    .command('ship')
    .description(
      'whether the episode of a tag may ship, and every reason against it; the release itself is made when the tag is pushed',
    )
    .argument('<tag>', 'ep/<slug>/v1.2.3, or with -preview.1 for a preview')
    .option('--json', 'for programs; exit 1 when it may not')
    .action((tag: string, options: Common) => answer(options, () => ship(tag)));
}

async function ship(text: string): Promise<Answer> {
  const tag = parseTag(text);
  const workspace = await openWorkspace();
  const { root } = workspace;
  const main =
    (await remoteBranch(root, 'origin', 'main').catch(() => undefined)) ?? (await commitOf(root, 'main'));
  const commit = await commitOf(root, tag.tag).catch(() => main);
  const [tagged, there] = [await readState(workspace, commit), await readState(workspace, main)];
  const refusals = refusalsOf({
    tag,
    commit,
    tagged,
    main: there,
    onMain: await isAncestor(root, { before: commit, after: main }),
    ledger: await readLedger(await ledgerPlace(root)),
    catalog,
    owner: await readOwner(root, commit),
  });
  return {
    json: { tag: tag.tag, commit, mayShip: refusals.length === 0, refusals },
    text: [
      ...table(refusals.map(({ code, because }) => [code, because])),
      refusals.length === 0
        ? `${tag.tag} may ship: \`git tag -a ${tag.tag} && git push origin ${tag.tag}\` does it.`
        : `${tag.tag} may not ship.`,
    ],
    exit: refusals.length === 0 ? EXIT.ok : EXIT.no,
  };
}
