/** One tool, one folder, once, in a process of its own: `node diff-once.ts TOOL FOLDER OUT`; says how it went as JSON. */
import { compareFolder, Tool } from './diff-tools.ts';

const [tool, folder = '', out = ''] = process.argv.slice(2);
const counts = await compareFolder(Tool.parse(tool), folder, out);
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({ counts, peakMb: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 }),
  () => process.exit(0),
);
