import { Buffer } from 'node:buffer';
import { setImmediate } from 'node:timers';
import { Component, Fragment, createContext, h, options, toChildArray } from 'preact';
import { useContext, useMemo, useReducer } from 'preact/hooks';
import { render, renderToStringAsync } from 'preact-render-to-string';
import { renderToReadableStream } from 'preact-render-to-string/stream';
import { Suspense, forwardRef, lazy, memo } from 'preact/compat';

const PAGES = 120;
const ROWS = 150;

const Theme = createContext('light');

class Panel extends Component {
  static getDerivedStateFromProps({ open }) {
    return { open };
  }
  componentWillMount() {
    this.setState({ mounted: true });
  }
  render({ children }, { open, mounted }) {
    return h('section', { class: `panel ${mounted}`, hidden: !open }, toChildArray(children));
  }
}

const Cell = memo(({ value, ...rest }) =>
  h('td', { ...rest, dangerouslySetInnerHTML: { __html: `<i>${value}</i>` } }),
);
const Input = forwardRef((props, ref) => h('input', { ...props, ref }));

function Row({ index }) {
  const theme = useContext(Theme);
  const [sum] = useReducer((state) => state, index + 1);
  const style = useMemo(
    () => ({ width: index, '--custom': `${sum}px`, backgroundColor: theme }),
    [index, sum, theme],
  );
  return h(
    'tr',
    { 'aria-hidden': false },
    h(Cell, { value: index, style }),
    '<&>"\'',
    index % 3 === 0 && 'text',
  );
}

class Guarded extends Component {
  static getDerivedStateFromError({ message }) {
    return { message };
  }
  render({ number }, { message }) {
    return message === undefined ? h(Fails, { number }) : h('p', null, `caught ${message}`);
  }
}

function Fails({ number }) {
  if (number % 4 === 0) throw new Error(`page ${number}`);
  return h(
    Fragment,
    null,
    h('svg', { viewBox: '0 0 1 1', xlinkHref: '#a' }),
    h(Input, { value: number, checked: true }),
  );
}

function Page({ number }) {
  const rows = Array.from({ length: ROWS }, (_, index) => h(Row, { key: index, index: index + number }));
  const panel = h(Panel, { open: number % 3 === 0 }, h('table', null, rows), h(Guarded, { number }));
  return h(Theme.Provider, { value: number % 2 ? 'dark' : 'light' }, panel);
}

const Late = lazy(async () => {
  await new Promise(setImmediate);
  return { default: ({ name }) => h('b', null, name) };
});

function Streamed() {
  return h(
    'body',
    null,
    h(Suspense, { fallback: 'loading' }, h(Late, { name: 'late' })),
    h(Late, { name: 'later' }),
  );
}

export async function run(write) {
  let hooks = 0;
  const { _render: before } = options;
  options._render = (...args) => (hooks++, before?.(...args));
  options.errorBoundaries = true;
  for (let number = 0; number < PAGES; number++) write(`page-${number}.html`, render(h(Page, { number })));
  console.log(await renderToStringAsync(h(Streamed)), hooks);
  const stream = renderToReadableStream(h(Suspense, { fallback: 'wait' }, h(Late, { name: 'x' })));
  for await (const chunk of stream) console.log(Buffer.from(chunk).toString());
}
