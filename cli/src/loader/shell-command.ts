/**
 * Commands for the shell, as npm scripts are. Node reads NODE_OPTIONS, through which a process joins a session; a command that
 * sets them itself has lost them before Node starts.
 */
import { basename } from 'node:path';
import { preloadOption } from './environment.ts';
import { isNode, withStackRoom } from './stack-room.ts';

/** What is put into a command: before the options that it gives to any Node, and behind the name of a Node that it starts. */
interface Insertions {
  readonly options: string;
  readonly behindNode: string;
}

/** The arguments of any program to be started, its name first, so that a Node below it joins the session and has room. */
export function joiningArgs(file: string, args: readonly string[], preload: string): readonly string[] {
  const [name = '', ...rest] = args;
  const program = basename(file);
  if (isNode(program)) return [name, ...withStackRoom(rest)];
  if (program === 'env') return [name, ...environmentArgs(rest, preload)];
  if (!/^(?:ba|da|k|z)?sh$/.test(program) || rest.length < 2 || !/^-\w*c$/.test(rest[0]!)) return args;
  return [name, rest[0]!, joiningCommand(rest[1]!, preload), ...rest.slice(2)];
}

const ASSIGNED = 'NODE_OPTIONS=';

/** `env NAME=value … program`. */
function environmentArgs(args: readonly string[], preload: string): string[] {
  const end = args.findIndex((arg) => !/^\w+=/.test(arg));
  const option = `${ASSIGNED}${preloadOption(preload)} `;
  return args.map((arg, at) =>
    (end < 0 || at < end) && arg.startsWith(ASSIGNED) ? option + arg.slice(ASSIGNED.length) : arg,
  );
}

/** What it takes more than a look at words to understand: documents in the text, and commands within words. */
const INVOLVED = /`|<<|"[^"]*\$\(/;

/** A word with its quotes, or what stands between words. */
const PART = /#[^\n]*|(?:'[^']*'|"(?:[^"\\]|\\[^])*"|\\[^]|[^\s'"\\;&|()<>])+|[ \t]+|[^]/g;

/** Words behind which a command begins; those of `export` are assignments as well. */
const BEFORE_COMMANDS = /^(?:[{!]|do|else|elif|env|exec|export|if|nohup|then|time|until|while)$/;

/** A command of the shell in which each Node joins the session, and has room on its stack where its name is seen. */
export function joiningCommand(command: string, preload: string): string {
  if (INVOLVED.test(command)) return command;
  const insertions = {
    options: `'${`${preloadOption(preload)} `.replaceAll("'", "'\\''")}'`,
    behindNode: withStackRoom([])
      .map((option) => ` ${option}`)
      .join(''),
  };
  let isStart = true;
  return command.replace(PART, (part) => {
    if (/^[ \t]/.test(part)) return part;
    const isWord = part.length > 1 || /[^\n;&|()<>]/.test(part);
    const joined = isStart && isWord ? joiningWord(part, insertions) : part;
    isStart = isWord ? isStart && isBeforeCommand(part) : /[\n;&|(]/.test(part);
    return joined;
  });
}

const isBeforeCommand = (word: string): boolean => BEFORE_COMMANDS.test(word) || /^\w+=/.test(word);

/** A word where a command may begin. Options that continue those of the environment have ours by that. */
function joiningWord(word: string, { options, behindNode }: Insertions): string {
  if (word.startsWith(ASSIGNED)) {
    const value = word.slice(ASSIGNED.length);
    return /\$\{?NODE_OPTIONS\b/.test(value) ? word : ASSIGNED + options + value;
  }
  const program = /^"([^"$\\]+)"$/.exec(word)?.[1] ?? word;
  return /['"$\\]/.test(program) || !isNode(basename(program)) ? word : word + behindNode;
}
