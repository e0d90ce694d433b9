/** Tells the loader's maps from those that files have without it. A field with such a name may stand in any source map. */
export const MARK = 'x_tsprof';
