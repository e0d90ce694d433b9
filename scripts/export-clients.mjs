// Installs the clients that `npm run exports` tries our exports with: Debian's packages, some 500 MB.
import { spawnSync } from 'node:child_process';
import { install } from './chromium.mjs';

const CLIENTS = [
  ['callgrind_annotate', ['--version'], 'valgrind'],
  ['go', ['version'], 'golang-go'],
  ['dot', ['-V'], 'graphviz'],
];

for (const [command, args, name] of CLIENTS) {
  // callgrind_annotate ends with 255 when it has told its version.
  const isThere = () => spawnSync(command, args).error === undefined;
  if (isThere()) continue;
  console.error(`Installing ${name} (once) …`);
  install(name);
  if (isThere()) continue;
  console.error(`There is no ${command}: install it (\`apt-get install ${name}\`).`);
  process.exitCode = 1;
}
