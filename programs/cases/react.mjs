import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers';
import {
  Component,
  Fragment,
  Suspense,
  createContext,
  createElement as h,
  memo,
  use,
  useId,
  useMemo,
} from 'react';
import { useReducer, useState } from 'react';
import { renderToPipeableStream, renderToStaticMarkup, renderToString } from 'react-dom/server';

const PAGES = 30;
const ROWS = 150;

const Theme = createContext('light');

class Panel extends Component {
  static contextType = Theme;
  static getDerivedStateFromProps({ open }, state) {
    return { ...state, open };
  }
  state = { open: null };
  render() {
    return h(
      'section',
      { className: `panel ${this.context}`, hidden: !this.state.open },
      this.props.children,
    );
  }
}

const Cell = memo(function Cell({ value, style }) {
  const id = useId();
  return h('td', { id, style, 'data-value': value, dangerouslySetInnerHTML: { __html: `<i>${value}</i>` } });
});

function Row({ index }) {
  const [double] = useState(() => index * 2);
  const [sum] = useReducer(
    (state) => state,
    index,
    (first) => first + 1,
  );
  const style = useMemo(() => ({ width: double, '--custom': `${sum}px`, WebkitBoxFlex: 1 }), [double, sum]);
  return h(
    'tr',
    null,
    h(Cell, { value: double, style }),
    h(Cell, { value: '<&>"\'' }),
    index % 3 === 0 && 'text',
  );
}

function Page({ number }) {
  const rows = Array.from({ length: ROWS }, (_, index) => h(Row, { key: index, index: index + number }));
  return h(
    Theme.Provider,
    { value: number % 2 ? 'dark' : 'light' },
    h(Panel, { open: number % 3 === 0 }, h('table', null, h('tbody', null, rows))),
    h(
      Fragment,
      null,
      h('input', { defaultValue: number, disabled: true }),
      h('select', { defaultValue: 2 }, options()),
    ),
  );
}

function options() {
  return [1, 2, 3].map((value) => h('option', { key: value, value }, `number ${value}`));
}

function Late({ promise }) {
  const value = use(promise);
  if (value === 'bad') throw new Error('a bad value');
  return h('b', null, value);
}

function Streamed({ promises }) {
  const all = promises.map((promise, key) =>
    h(Suspense, { key, fallback: `loading ${key}` }, h(Late, { promise })),
  );
  return h('html', null, h('head', null, h('title', null, 'Streamed')), h('body', null, all));
}

function stream(element) {
  const chunks = [];
  return new Promise((resolve) => {
    const sink = new Writable({ write: (chunk, _, done) => (chunks.push(String(chunk)), done()) });
    sink.on('finish', () => resolve(chunks.join('')));
    const onError = (error) => console.log('error in the stream:', error.message);
    const { pipe } = renderToPipeableStream(element, { onError, onShellReady: () => pipe(sink) });
  });
}

function later(value, turns) {
  return turns === 0 ? Promise.resolve(value) : new Promise(setImmediate).then(() => later(value, turns - 1));
}

export async function run(write) {
  for (let number = 0; number < PAGES; number++) {
    write(`page-${number}.html`, renderToString(h(Page, { number })));
    write(`static-${number}.html`, renderToStaticMarkup(h(Page, { number })));
  }
  const promises = [later('slow', 9), later('quick', 1), later('bad', 4), Promise.resolve('at once')];
  const html = await stream(h(Streamed, { promises }));
  // In development a stream tells where an error came from, as a stack.
  write('stream.html', html);
  console.log(html.length);
}
