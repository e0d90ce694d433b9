// Loaded into a command to measure it: writes its time (s, as the processor has it) and its most memory (KiB) to file 3.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, `${(userCPUTime + systemCPUTime) / 1e6} ${maxRSS}`);
});
