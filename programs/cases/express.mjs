import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setImmediate } from 'node:timers';
import express from 'express';

const REQUESTS = 2400;
const CONCURRENT = 8;

function createApp() {
  const app = express();
  app.use(express.json(), express.urlencoded({ extended: true }));
  app.use((req, res, next) => {
    res.locals.steps = [req.method];
    res.set('x-path', req.path);
    next();
  });
  app.use('/api', createRouter());
  app.get('/redirect', (req, res) => res.redirect(301, '/api/items/1'));
  app.get('/text{/:word}', (req, res) => res.type('txt').send(`word: ${req.params.word ?? 'none'}`));
  app.get('/throws', () => JSON.parse('{'));
  app.get('/rejects', async () => Promise.reject(Object.assign(new Error('gone'), { status: 410 })));
  app.use((error, req, res, _next) => res.status(error.status ?? 500).json({ [error.name]: error.message }));
  return app;
}

function createRouter() {
  const router = express.Router();
  router.param('id', (req, res, next, id) => {
    res.locals.steps.push(`id ${id}`);
    setImmediate(next);
  });
  router
    .route('/items/:id')
    .get(async (req, res) => res.json({ steps: res.locals.steps, query: req.query, etag: req.fresh }))
    .post((req, res) => res.status(201).json({ steps: res.locals.steps, body: req.body }));
  return router;
}

const FORM = 'application/x-www-form-urlencoded';

function requestOf(number) {
  return [
    { path: `/api/items/${number}?a[b]=1&c=${number % 4}` },
    { method: 'POST', path: `/api/items/${number}`, type: 'application/json', body: `{"number":${number}}` },
    { method: 'POST', path: '/api/items/x', type: FORM, body: 'list[]=1&list[]=2&name=%C3%A9' },
    { method: 'POST', path: '/api/items/x', type: 'application/json', body: '{"broken"' },
    { path: `/text/${'word'.repeat(number % 50)}` },
    { path: '/throws' },
    { path: '/rejects' },
    { path: '/redirect' },
    { method: 'HEAD', path: '/text' },
    { path: '/%E0%A4%A' },
  ][number % 10];
}

async function answer(port, agent, { method = 'GET', path, type, body }) {
  const headers = type === undefined ? {} : { 'content-type': type };
  const sent = request({ port, agent, method, path, headers });
  sent.end(body);
  const [response] = await once(sent, 'response');
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  const { date, ...steady } = response.headers;
  return `${response.statusCode} ${typeof date} ${JSON.stringify(steady)} ${text}`;
}

export async function run() {
  const server = createApp().listen(0);
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true });
  const { port } = server.address();
  for (let from = 0; from < REQUESTS; from += CONCURRENT) {
    const answers = Array.from({ length: CONCURRENT }, (_, index) =>
      answer(port, agent, requestOf(from + index)),
    );
    for (const line of await Promise.all(answers)) console.log(line);
  }
  agent.destroy();
  server.close();
}
