type Colour = readonly [hue: number, saturation: number, lightness: number];

/** From dark blue to dark red, as gprof2dot colours a graph. */
const COLD: Colour = [2 / 3, 0.8, 0.25];
const HOT: Colour = [0, 1, 0.5];
const WIDEST = 4;
const NARROWEST = 0.5;

/** The colour of a share of all time. */
export function heatColor(share: number): string {
  const weight = Math.min(1, share);
  const [hue, saturation, lightness] = COLD.map((cold, at) => cold + weight * (HOT[at]! - cold)) as [
    number,
    number,
    number,
  ];
  return `#${[0, 8, 4].map((offset) => channel(offset, hue, saturation, lightness)).join('')}`;
}

/** How an edge of that share is drawn. */
export function edgeStyle(share: number): { width: number; arrow: number; color: string } {
  const width = Math.max(NARROWEST, Math.min(1, share) * WIDEST);
  return { width, arrow: 0.5 * Math.sqrt(width), color: heatColor(share) };
}

/** Red, green or blue (offset 0, 8, 4) of a colour, as two hexadecimal digits. */
function channel(offset: number, hue: number, saturation: number, lightness: number): string {
  const place = (offset + hue * 12) % 12;
  const spread = saturation * Math.min(lightness, 1 - lightness);
  const value = lightness - spread * Math.max(-1, Math.min(place - 3, 9 - place, 1));
  return Math.round(value * 255)
    .toString(16)
    .padStart(2, '0');
}
