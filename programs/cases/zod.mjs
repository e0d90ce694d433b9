import { z } from 'zod';
import * as mini from 'zod/mini';

const Tree = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree).optional();
  },
});

const Shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), radius: z.number().positive() }),
  z.object({ kind: z.literal('box'), sides: z.tuple([z.number(), z.number()]) }).strict(),
]);

const User = z
  .object({
    id: z.uuid(),
    mail: z.email().toLowerCase(),
    born: z.coerce.date().max(new Date('2020-01-01')),
    role: z.enum(['admin', 'user']).default('user'),
    tags: z.set(z.string().min(2)).optional(),
    scores: z.record(z.string(), z.number().int().nullable()),
    site: z.url().nullish(),
  })
  .refine(({ role, mail }) => role !== 'admin' || mail.endsWith('@example.com'), {
    error: 'no admin',
    path: ['role'],
  })
  .transform(({ id, ...rest }) => ({ ...rest, key: id.slice(0, 4) }));

const Mini = mini.object({ a: mini.optional(mini.string().check(mini.minLength(3))), b: mini.bigint() });

const Late = z
  .string()
  .refine(async (text) => (await text.length) % 2 === 0, 'odd')
  .brand('Late');

const ID = '0b0f6dd6-3f3e-4c11-9e31-0f8f6c2a7d11';
const USER = {
  id: ID,
  mail: 'Ann@Example.com',
  born: '1990-05-06',
  scores: { a: 1, b: null },
  tags: new Set(['xx']),
};

const INPUTS = [
  [Tree, { name: 'a', children: [{ name: 'b', children: [] }, { name: 'c' }] }],
  [Tree, { name: 'a', children: [{ name: 1 }] }],
  [Shape, { kind: 'circle', radius: 2 }],
  [Shape, { kind: 'box', sides: [1, '2'], more: true }],
  [Shape, { kind: 'line' }],
  [User, USER],
  [User, { ...USER, role: 'admin' }],
  [User, { ...USER, role: 'admin', mail: 'x@elsewhere.org' }],
  [User, { id: 'x', mail: 'y', born: 'never', scores: { a: 0.5 }, tags: new Set(['x']), site: 'nowhere' }],
  [User, null],
  [Mini, { a: 'abc', b: 3n }],
  [Mini, { a: 'a', b: 3 }],
];

const ROUNDS = 10_000;

function shown(value) {
  return JSON.stringify(value, (_, each) => {
    if (typeof each === 'bigint') return `${each}n`;
    return each instanceof Set ? [...each] : each;
  });
}

function outcome({ success, data, error }) {
  return success ? `ok ${shown(data)}` : `${error.constructor.name} ${error.name} ${error.message}`;
}

export async function run(write) {
  const first = INPUTS.map(([schema, input]) => outcome(schema.safeParse(input)));
  console.log(first.join('\n'));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, [schema, input]] of INPUTS.entries()) {
      if (round % 100 !== 0) schema.safeParse(input);
      else if (outcome(schema.safeParse(input)) !== first[index])
        console.log('another outcome', round, index);
    }
  }
  for (const text of ['even', 'odd']) console.log(outcome(await Late.safeParseAsync(text)));
  write(
    'schema.json',
    JSON.stringify(z.toJSONSchema(User, { io: 'input', unrepresentable: 'any' }), null, 2),
  );
  console.log(z.prettifyError(User.safeParse({}).error), shown(z.treeifyError(Tree.safeParse({}).error)));
}
