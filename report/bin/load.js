'use strict';

/** Runs a command by the name of its built entry. Apart from the check of Node's version, as old ones cannot read it. */
module.exports = async (entry) => {
  try {
    const { main } = await import(`../dist/esm/${entry}.js`);
    await main(process);
  } catch (error) {
    if (error.code !== 'EMFILE') throw error;
    console.error('tsprof: too many open files, more must be allowed (ulimit -n 64)');
    process.exitCode = 1;
  }
};
