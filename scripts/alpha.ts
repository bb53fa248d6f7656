/** The command line: `npm run alpha -- help`. Each command makes the same call as the action of a workflow. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Half of what a short command takes is compiling; whatever is imported before this is compiled each time.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compiled'));
const { run } = await import('./commands/program.ts');
await run();
