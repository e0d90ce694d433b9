// Closures handed to what the language has built in: comparisons, maps, filters, reductions, groups.

const COUNT = 20_000;

function randomFrom(seed) {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

const by = (key) => (left, right) => left[key] - right[key];
const compose =
  (...steps) =>
  (value) =>
    steps.reduce((result, step) => step(result), value);

function makeOrders() {
  const random = randomFrom(7);
  return Array.from({ length: COUNT }, (_, id) => ({
    id,
    customer: Math.floor(random() * 500),
    amount: Math.floor(random() * 10_000),
  }));
}

function totals(orders) {
  const sums = new Map();
  orders.forEach(({ customer, amount }) => sums.set(customer, (sums.get(customer) ?? 0) + amount));
  return [...sums].map(([customer, amount]) => ({ customer, amount }));
}

const priced = compose(
  (order) => ({ ...order, amount: order.amount * 1.2 }),
  (order) => ({ ...order, amount: Math.round(order.amount) }),
);

export function run() {
  const orders = makeOrders();
  const sorted = orders.slice().sort(by('amount'));
  const large = sorted.filter(({ amount }) => amount > 2000).map(priced);
  const best = totals(large).sort(by('amount')).slice(-10);
  return best.reduce((sum, { amount }) => sum + amount, 0);
}
