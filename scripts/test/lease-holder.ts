import { buffer } from 'node:stream/consumers';
import { BuildResult, folderResults } from '#engine/store/results.ts';
import { folderStore } from '#engine/store/folder.ts';

// A builder in a process of its own, to be stopped or killed: takes the lease, waits for the end of its input, then
// writes what it was given.
const [root = '', result = '', ttl = '300'] = process.argv.slice(2);
const parsed = BuildResult.parse(JSON.parse(result));
const results = folderResults(root, folderStore(root));
const lease = await results.lease(parsed.key, { ttl: Number(ttl) });
console.log(`leased ${lease?.fence}`);
await buffer(process.stdin);
console.log(`put ${lease === undefined ? 'nothing' : await results.put(parsed, lease)}`);
process.exit();
