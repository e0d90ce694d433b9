// As many coroutines as the argument says, all of them alive at once, and then ended.
const [number] = process.argv.slice(2).map(Number);
let open;
const gate = new Promise((resolve) => {
  open = resolve;
});

async function wait(value) {
  await gate;
  return value;
}

const all = Array.from({ length: number }, (_, value) => wait(value));
open();
console.log((await Promise.all(all)).length);
