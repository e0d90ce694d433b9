import { and, asc, avg, count, desc, eq, gt, inArray, like, relations, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/sql-js';
import { alias, index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import initSqlJs from 'sql.js';

const PEOPLE = 400;
const ROUNDS = 150;

const people = sqliteTable(
  'people',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull(),
    boss: integer('boss'),
    since: integer('since', { mode: 'timestamp' }),
    active: integer('active', { mode: 'boolean' }).default(true),
    extra: text('extra', { mode: 'json' }),
  },
  (table) => [index('by_name').on(table.name)],
);

const orders = sqliteTable('orders', {
  id: integer('id').primaryKey(),
  person: integer('person').references(() => people.id),
  amount: real('amount').notNull(),
});

const peopleRelations = relations(people, ({ one, many }) => ({
  orders: many(orders),
  boss: one(people, { fields: [people.boss], references: [people.id] }),
}));
const ordersRelations = relations(orders, ({ one }) => ({
  person: one(people, { fields: [orders.person], references: [people.id] }),
}));

const CREATE = [
  sql`create table people (id integer primary key autoincrement, name text not null, boss integer, since integer,
      active integer default 1, extra text)`,
  sql`create table orders (id integer primary key, person integer references people(id), amount real not null)`,
  sql`create index by_name on people (name)`,
];

function fill(db) {
  db.transaction((tx) => {
    for (let id = 1; id <= PEOPLE; id++) {
      const values = {
        name: `name ${(id * 37) % 101}`,
        boss: id >> 1 || null,
        since: new Date(id * 86_400_000),
      };
      tx.insert(people)
        .values({ ...values, extra: { id, list: [id, 'x'] } })
        .run();
      tx.insert(orders)
        .values([1, 2, 3].map((n) => ({ person: id, amount: (id * n) / 7 })))
        .run();
    }
  });
}

function refused(db) {
  try {
    db.transaction((tx) => {
      tx.delete(orders).run();
      tx.insert(people).values({ id: 1, name: 'again' }).run();
    });
  } catch (error) {
    console.log(error.name, error.message, error.cause?.message);
  }
}

/** Queries of every kind, as builder and as relations. */
function queries(db, round) {
  const boss = alias(people, 'boss');
  const totals = db.$with('totals').as(
    db
      .select({ person: orders.person, total: sql`sum(${orders.amount})`.as('total') })
      .from(orders)
      .groupBy(orders.person),
  );
  return [
    db
      .select()
      .from(people)
      .where(and(gt(people.id, round), like(people.name, '%1%')))
      .orderBy(desc(people.id))
      .limit(9),
    db
      .select({ name: people.name, boss: boss.name })
      .from(people)
      .leftJoin(boss, eq(people.boss, boss.id))
      .limit(round % 20),
    db
      .with(totals)
      .select()
      .from(totals)
      .where(gt(totals.total, 40 + round))
      .orderBy(asc(totals.person))
      .limit(5),
    db
      .select({ name: people.name, n: count(), mean: avg(orders.amount) })
      .from(people)
      .innerJoin(orders, eq(orders.person, people.id))
      .groupBy(people.name)
      .having(({ n }) => gt(n, 11)),
    db
      .update(people)
      .set({ active: sql`not ${people.active}` })
      .where(inArray(people.id, [round, 5, 6]))
      .returning(),
  ].map((query) => [query.toSQL(), query.all()]);
}

function related(db, round) {
  return db.query.people
    .findMany({
      where: (table, { between }) => between(table.id, round, round + 3),
      with: { orders: { columns: { amount: true } }, boss: { with: { orders: true } } },
      extras: { upper: sql`upper(${people.name})`.as('upper') },
    })
    .sync();
}

export async function run(write) {
  const SQL = await initSqlJs();
  const database = new SQL.Database();
  const schema = { people, orders, peopleRelations, ordersRelations };
  const db = drizzle(database, { schema, logger: { logQuery: (text) => void (logged += text.length) } });
  let logged = 0;
  for (const statement of CREATE) db.run(statement);
  fill(db);
  refused(db);
  for (let round = 0; round < ROUNDS; round++) {
    console.log(JSON.stringify(queries(db, round)));
    if (round % 5 === 0) console.log(JSON.stringify(related(db, round)));
  }
  const prepared = db
    .select()
    .from(orders)
    .where(eq(orders.id, sql.placeholder('id')))
    .prepare();
  for (let id = 0; id < ROUNDS; id++) console.log(JSON.stringify(prepared.all({ id })));
  console.log(logged, JSON.stringify(await db.select({ n: count() }).from(orders)));
  write('database.sqlite', database.export());
}
