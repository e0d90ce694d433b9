/** The dev server of a bundler, in a process of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Options } from 'unplugin-tsprof';
import { CLEAN, FIXTURE } from './project.ts';
import type { Project } from './project.ts';

export interface Server {
  readonly child: ChildProcess;
  readonly url: string;
}

const ON: Options = { enabled: true };

export async function serve(name: string, project: Project, options = ON): Promise<Server> {
  const args = [join(FIXTURE, 'serve.mjs'), name, JSON.stringify(options)];
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const child = spawn(process.execPath, args, { cwd: project.root, env: CLEAN, stdio: [...stdio] });
  for await (const url of createInterface(child.stdout!)) return { child, url };
  throw new Error('the server ended before it listened');
}
