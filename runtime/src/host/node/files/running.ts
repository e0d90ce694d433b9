import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

const { readFileSync } = fs;
const kill = process.kill.bind(process);

/** Clocks of the kernel and of the file system may differ by so much, ms. */
const SLACK = 2000;

/** Whether there is a process of this id that has not ended; one that its parent has yet to be told of has. */
export function isRunning(pid: number): boolean {
  try {
    kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return process.platform !== 'linux' || !isZombie(pid);
}

function isZombie(pid: number): boolean {
  try {
    return statOf(pid)[0] === 'Z';
  } catch {
    return false;
  }
}

/** Whether the process that had this id at a time (ms since 1970) still runs: ids are used again. */
export function isRunningSince(pid: number, time: number): boolean {
  if (!isRunning(pid)) return false;
  const started = startOf(pid);
  return Number.isNaN(started) || started <= time + SLACK;
}

/** When a process started, ms since 1970; NaN where the system does not say. */
function startOf(pid: number): number {
  try {
    return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  } catch {
    return NaN;
  }
}

/** Field 22 of its `stat` is in hundredths of a second since the machine was started. */
function startOnLinux(pid: number): number {
  const [, boot] = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))!;
  return Number(boot) * 1000 + Number(statOf(pid)[22 - 3]) * 10;
}

/** The fields of a process' `stat` from the third on, which is its state; the second is a name, and may be anything. */
function statOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
}

function startByPs(pid: number): number {
  const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
  return Date.parse(execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio }));
}
