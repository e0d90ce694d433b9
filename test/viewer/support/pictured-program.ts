/** Two coroutines, a generator and calls: what a timeline of some 30 virtual ms is drawn from. */
export const PROGRAM = `
  function spin() { burn(2 * ms); }
  async function get(n) { spin(); await sleep(n * ms); }
  function* numbers() { yield 1; burn(ms); }
  async function main() {
    await get(10);
    const all = numbers(); all.next();
    const late = get(5);
    burn(10 * ms);
    all.next();
    await late;
    burn(ms);
  }`;
