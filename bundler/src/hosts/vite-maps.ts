/** What we use of a bundle that is about to be written. */
type Bundle = Record<string, { readonly type: string }>;

interface Hook {
  readonly order: 'post';
  handler(options: unknown, bundle: Bundle): void;
}

/** What maps of scripts and style sheets are called. */
const MAP = /\.(?:[cm]?js|css)\.map$/;

/** Maps that only we wanted are not written: without the plugin there would be none. */
export function leaveMapsOut(wantsMaps: () => boolean): Hook {
  return {
    order: 'post',
    handler(_, bundle) {
      if (wantsMaps()) return;
      for (const [name, { type }] of Object.entries(bundle))
        if (type === 'asset' && MAP.test(name)) Reflect.deleteProperty(bundle, name);
    },
  };
}
