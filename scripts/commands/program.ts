import { Command, CommanderError } from 'commander';
import { registerAccept } from './accept.ts';
import { registerAudit } from './audit.ts';
import { registerBuild } from './build.ts';
import { registerCard } from './card.ts';
import { registerIdentity } from './identity.ts';
import { registerLook } from './look.ts';
import { registerPlan } from './plan.ts';
import { registerPropose } from './propose.ts';
import { registerPublish } from './publish.ts';
import { registerShip } from './ship.ts';
import { registerState } from './state.ts';
import { registerSweep } from './sweep.ts';
import { EXIT } from './terminal.ts';
import { registerVerify } from './verify.ts';

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

/** Does what the process's arguments ask for, and sets its exit code. */
export async function run(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.fault;
  }
}
