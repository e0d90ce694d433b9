// A server that does little itself. Says on standard output where it listens, ends when it is sent SIGTERM.
import fastify from 'fastify';

const server = fastify();
const users = new Map(Array.from({ length: 1000 }, (_, id) => [id, { id, name: `user ${id}` }]));

async function findUser(id) {
  return users.get(id);
}

async function getUser({ params }) {
  const user = await findUser(Number(params.id));
  return { ...user, asked: params.id };
}

server.get('/users/:id', getUser);
process.once('SIGTERM', () => void server.close());
console.log(await server.listen({ host: '127.0.0.1', port: 0 }));
