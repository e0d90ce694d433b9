import fastify from 'fastify';

const REQUESTS = 2400;
const CONCURRENT = 20;

const BODY = {
  type: 'object',
  required: ['id', 'tags'],
  additionalProperties: false,
  properties: { id: { type: 'integer' }, tags: { type: 'array', items: { type: 'string', minLength: 2 } } },
};

class OutOfStock extends Error {
  statusCode = 409;
}

async function plugin(app) {
  app.decorateRequest('user', null);
  app.addHook('onRequest', async (request) => void (request.user = request.headers['x-user'] ?? 'nobody'));
  app.addHook('preHandler', (request, reply, done) => void (reply.header('x-seen', request.user), done()));
  app.addHook('onSend', async (request, reply, payload) => (payload === null ? payload : `${payload}\n`));
  app.get('/items/:id', async ({ params, query }) => ({
    id: params.id,
    query,
    deep: await later(params.id),
  }));
  app.get('/callback', (request, reply) => void setTimeout(() => reply.send({ by: request.user }), 0));
  app.get('/stream', (request, reply) => reply.type('text/plain').send(`as text for ${request.user}`));
  app.get('/fails', async () => Promise.reject(new OutOfStock('nothing left')));
}

async function later(value) {
  for (let step = 0; step < 3; step++) await null;
  return [value, value.length];
}

function createApp() {
  const app = fastify();
  app.register(plugin, { prefix: '/api' });
  const response = {
    200: { type: 'object', properties: { total: { type: 'number' }, first: { type: 'string' } } },
  };
  app.post('/tags', { schema: { body: BODY, response } }, async ({ body }) => {
    return { total: body.id + body.tags.length, first: body.tags[0], hidden: true };
  });
  app.setErrorHandler((error, request, reply) =>
    reply.code(error.statusCode ?? 500).send({ failed: error.message }),
  );
  return app;
}

function requestOf(number) {
  const headers = { 'x-user': `user ${number % 7}` };
  const payload = { id: number, tags: number % 3 === 0 ? ['a'] : ['first', 'second'] };
  return [
    { url: `/api/items/${number}?page=${number % 5}&page=2`, headers },
    { url: '/api/callback', headers },
    { url: '/api/stream' },
    { url: '/api/fails' },
    { method: 'POST', url: '/tags', payload },
    { method: 'POST', url: '/tags', payload: '{"id":', headers: { 'content-type': 'application/json' } },
    { url: `/nowhere/${number}` },
  ][number % 7];
}

export async function run() {
  const app = createApp();
  for (let from = 0; from < REQUESTS; from += CONCURRENT) {
    const requests = Array.from({ length: CONCURRENT }, (_, index) => app.inject(requestOf(from + index)));
    for (const { statusCode, headers, body } of await Promise.all(requests)) {
      console.log(statusCode, headers['content-type'], headers['x-seen'], body);
    }
  }
  await app.close();
}
