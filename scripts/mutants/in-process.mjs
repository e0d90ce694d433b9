/** Runs a command's main function as a process would, and keeps what it writes. */
export async function runInProcess(main, args) {
  const outcome = { args, stdout: '', stderr: '', exitCode: 0 };
  const output = (name) => ({
    write(text, done) {
      outcome[name] += text;
      done?.();
    },
  });
  const fake = {
    argv: ['node', 'tsprof', ...args],
    env: {},
    stdout: output('stdout'),
    stderr: output('stderr'),
  };
  await main(Object.assign(fake, { cwd: () => '/' }));
  outcome.exitCode = Number(fake.exitCode ?? 0);
  return outcome;
}
