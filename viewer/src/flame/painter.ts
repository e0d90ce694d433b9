/** What pictures are drawn with: a canvas, or a text of SVG. Lengths are CSS pixels. */
export interface Painter {
  rect(x: number, y: number, width: number, height: number, fill: string): void;
  /** Stripes over what is there. */
  hatch(x: number, y: number, width: number, height: number, colour: string, texture?: Texture): void;
  outline(x: number, y: number, width: number, height: number, colour: string): void;
  /** What is within these points: x and y, one after the other. */
  area(points: ArrayLike<number>, fill: string): void;
  line(x: number, y: number, toX: number, toY: number, colour: string): void;
  /** One line, its middle at `y`, squeezed where it would be wider than that. */
  text(x: number, y: number, most: number, text: string, fill: string): void;
}

/** Of the monospaced font below: the share of its size that a character is wide. */
export const CHARACTER = 0.602;
export const FONT_SIZE = 11;
export const FONT = `${FONT_SIZE}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace`;

const STRIPE = 6;

/** A tile of each texture, as paths have it in SVG and on a canvas. */
const TEXTURES = {
  slanted: `M${-STRIPE} ${STRIPE}L0 0M0 ${STRIPE}L${STRIPE} 0M${STRIPE} ${STRIPE}L${2 * STRIPE} 0`,
  upright: `M1 0V${STRIPE}M4 0V${STRIPE}`,
  level: `M0 1.5H${STRIPE}M0 4.5H${STRIPE}`,
  dotted: 'M1 1.5H2.5M4 4.5H5.5',
} as const;

/** Told apart without colours. */
export type Texture = keyof typeof TEXTURES;

/** Draws on a canvas that is scaled already. */
export function canvasPainter(context: CanvasRenderingContext2D): Painter {
  context.font = FONT;
  context.textBaseline = 'middle';
  const stripes = new Map<string, CanvasPattern>();
  return {
    rect(x, y, width, height, fill) {
      context.fillStyle = fill;
      context.fillRect(x, y, width, height);
    },
    hatch(x, y, width, height, colour, texture = 'slanted') {
      const key = texture + colour;
      let pattern = stripes.get(key);
      if (pattern === undefined) stripes.set(key, (pattern = stripePattern(context, colour, texture)));
      context.fillStyle = pattern;
      context.fillRect(x, y, width, height);
    },
    outline(x, y, width, height, colour) {
      context.strokeStyle = colour;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, Math.max(0, width - 2), height - 2);
    },
    area(points, fill) {
      context.fillStyle = fill;
      context.beginPath();
      for (let at = 0; at < points.length; at += 2) context.lineTo(points[at]!, points[at + 1]!);
      context.fill();
    },
    line(x, y, toX, toY, colour) {
      context.strokeStyle = colour;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(toX, toY);
      context.stroke();
    },
    text(x, y, most, text, fill) {
      context.fillStyle = fill;
      context.fillText(text, x, y, most);
    },
  };
}

function stripePattern(context: CanvasRenderingContext2D, colour: string, texture: Texture): CanvasPattern {
  const tile = document.createElement('canvas');
  tile.width = tile.height = STRIPE;
  const drawing = tile.getContext('2d')!;
  drawing.strokeStyle = colour;
  drawing.lineWidth = 1.5;
  drawing.stroke(new Path2D(TEXTURES[texture]));
  return context.createPattern(tile, 'repeat')!;
}

/** Writes SVG; nothing in a text is markup. */
export class SvgPainter implements Painter {
  readonly #parts: string[] = [];
  readonly #stripes = new Map<string, { id: string; colour: string; texture: Texture }>();

  rect(x: number, y: number, width: number, height: number, fill: string): void {
    this.#parts.push(`<rect ${box(x, y, width, height)} fill="${escaped(fill)}"/>`);
  }

  hatch(
    x: number,
    y: number,
    width: number,
    height: number,
    colour: string,
    texture: Texture = 'slanted',
  ): void {
    const key = texture + colour;
    const { id } = this.#stripes.get(key) ?? { id: `stripes${this.#stripes.size}` };
    this.#stripes.set(key, { id, colour, texture });
    this.#parts.push(`<rect ${box(x, y, width, height)} fill="url(#${id})"/>`);
  }

  outline(x: number, y: number, width: number, height: number, colour: string): void {
    const within = box(x + 1, y + 1, Math.max(0, width - 2), height - 2);
    this.#parts.push(`<rect ${within} fill="none" stroke="${escaped(colour)}" stroke-width="2"/>`);
  }

  area(points: ArrayLike<number>, fill: string): void {
    this.#parts.push(`<polygon points="${Array.from(points, round).join(' ')}" fill="${escaped(fill)}"/>`);
  }

  line(x: number, y: number, toX: number, toY: number, colour: string): void {
    const [from, to] = [`x1="${round(x)}" y1="${round(y)}"`, `x2="${round(toX)}" y2="${round(toY)}"`];
    this.#parts.push(`<line ${from} ${to} stroke="${escaped(colour)}"/>`);
  }

  text(x: number, y: number, _most: number, text: string, fill: string): void {
    this.#parts.push(
      `<text x="${round(x)}" y="${round(y + FONT_SIZE / 3)}" fill="${escaped(fill)}">${escaped(text)}</text>`,
    );
  }

  /** The whole picture. */
  end(width: number, height: number, title: string): string {
    const stripes = [...this.#stripes.values()].map(
      ({ id, colour, texture }) =>
        `<pattern id="${id}" width="${STRIPE}" height="${STRIPE}" patternUnits="userSpaceOnUse">` +
        `<path d="${TEXTURES[texture]}" stroke="${escaped(colour)}" stroke-width="1.5"/></pattern>`,
    );
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
      `font-family="ui-monospace, Menlo, Consolas, monospace" font-size="${FONT_SIZE}" xml:space="preserve">` +
      `<title>${escaped(title)}</title><defs>${stripes.join('')}</defs>${this.#parts.join('')}</svg>\n`
    );
  }
}

const round = (value: number): string => value.toFixed(1);
const box = (x: number, y: number, width: number, height: number): string =>
  `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
};

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
