/** The command line: `npm run alpha -- help`. Each command makes the same call as the action of a workflow. */
import { Command, CommanderError } from 'commander';
import { registerAccept } from './commands/accept.ts';
import { registerAudit } from './commands/audit.ts';
import { registerBuild } from './commands/build.ts';
import { registerCard } from './commands/card.ts';
import { registerIdentity } from './commands/identity.ts';
import { registerLook } from './commands/look.ts';
import { registerPlan } from './commands/plan.ts';
import { registerPropose } from './commands/propose.ts';
import { registerPublish } from './commands/publish.ts';
import { registerShip } from './commands/ship.ts';
import { registerState } from './commands/state.ts';
import { registerSweep } from './commands/sweep.ts';
import { EXIT } from './commands/terminal.ts';
import { registerVerify } from './commands/verify.ts';

const program = new Command('alpha')
  .description('Keeps everything that is made from one picture true to it.')
  .addHelpText(
    'after',
    `
Exit codes: 0 done, or yes · 1 no (stale, different, refused, not built) · 2 something that you can mend · 70 a bug · 130 interrupted.`,
  )
  .exitOverride()
  .showHelpAfterError();

registerPlan(program);
registerBuild(program);
registerLook(program);
registerIdentity(program);
registerState(program);
registerVerify(program);
registerAccept(program);
registerPublish(program);
registerShip(program);
registerAudit(program);
registerCard(program);
registerPropose(program);
registerSweep(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.fault;
}
