'use strict';

/** Runs a command by the name of its built entry. Apart from the check of Node's version, as old ones cannot read it. */
module.exports = async (entry) => {
  const { main } = await import(`../dist/esm/${entry}.js`);
  await main(process);
};
