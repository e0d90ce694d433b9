/** Each program in a worker of its own: a page itself may not block, as Yappi's does. */
const programs = {
  yappi: () => new Worker(new URL('./yappi.ts', import.meta.url), { type: 'module' }),
  greenlets: () => new Worker(new URL('./greenlets.ts', import.meta.url), { type: 'module' }),
};

for (const [name, start] of Object.entries(programs))
  document.querySelector(`#${name}`)!.addEventListener('click', start);
