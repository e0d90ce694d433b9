/** The contrast of two colours as `#rrggbb`, 1 to 21, as WCAG 2 defines it. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

const linear = (share: number): number =>
  share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;

/** Runs in a page: texts in sight of less contrast to what is behind them, but those of controls that are disabled. */
export function paleTexts(least: number): string[] {
  type Colour = readonly [number, number, number, number];
  const parsed = (colour: string): Colour => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g)!.map(Number);
    return [red!, green!, blue!, alpha];
  };
  const over = (top: Colour, below: Colour): Colour => {
    const mix = (at: 0 | 1 | 2) => top[at] * top[3] + below[at] * (1 - top[3]);
    return [mix(0), mix(1), mix(2), 1];
  };
  const bright = (colour: Colour): number => {
    const [red, green, blue] = colour.slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const seen = (element: Element): { ink: Colour; back: Colour } => {
    const layers: Colour[] = [];
    let opacity = 1;
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      layers.unshift(parsed(style.backgroundColor));
      opacity *= Number(style.opacity);
    }
    const back = layers.reduce<Colour>((below, layer) => over(layer, below), [255, 255, 255, 1]);
    const [red, green, blue, alpha] = parsed(getComputedStyle(element).color);
    return { ink: over([red, green, blue, alpha * opacity], back), back };
  };
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement!;
    const text = node.textContent!.trim();
    const isShown = element.checkVisibility({ visibilityProperty: true });
    if (text === '' || !isShown || element.closest('svg, option, :disabled, label:has(:disabled)')) continue;
    const { ink, back } = seen(element);
    const [low, high] = [bright(ink), bright(back)].sort((a, b) => a - b);
    if ((high! + 0.05) / (low! + 0.05) < least) found.push(`${text.slice(0, 40)} ${ink} on ${back}`);
  }
  return found;
}
