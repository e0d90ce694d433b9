/** Some 20 µs of work, each `units`. */
function spin(units) {
  let hash = 1;
  for (let step = 0; step < units * 20_000; step++) hash = (hash ^ (hash << 5)) + step;
  return hash;
}

function short() {
  return spin(1);
}

function middling() {
  return spin(2) ^ short();
}

function long() {
  return spin(8) ^ middling();
}

async function waiting() {
  const first = spin(1);
  await undefined;
  return first ^ spin(2);
}

async function working() {
  const first = spin(3) ^ (await waiting());
  const both = await Promise.all([waiting(), waiting()]);
  return first ^ both[0] ^ both[1] ^ spin(4);
}

export async function run() {
  let hash = 0;
  for (let round = 0; round < 1000; round++) hash ^= long() ^ short() ^ (await working());
  return hash;
}
