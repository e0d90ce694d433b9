/* global document, innerHeight, innerWidth, WheelEvent */
// Runs in pages: how long scripts take in each frame while a picture is zoomed.

/** Adds up what callbacks of animation frames take; before any script of the page. */
export function watchFrames() {
  const ask = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.scriptTime = 0;
  globalThis.requestAnimationFrame = (callback) =>
    ask((time) => {
      const begin = performance.now();
      callback(time);
      globalThis.scriptTime += performance.now() - begin;
    });
  globalThis.askFrame = ask;
}

/**
 * Turns the wheel at a point, half of the frames one way and then back, an event a frame, and says what scripts took in each, ms:
 * zooms, or moves sideways.
 */
export async function turnWheel({ frames, isZoom }) {
  const [x, y] = [innerWidth * 0.4, innerHeight * 0.35];
  const nextFrame = () => new Promise((done) => globalThis.askFrame(done));
  const times = [];
  for (let frame = 0; frame < frames; frame++) {
    await nextFrame();
    globalThis.scriptTime = 0;
    const by = frame < frames / 2 ? -40 : 40;
    const what = isZoom ? { deltaY: by, ctrlKey: true } : { deltaX: by };
    const event = { ...what, clientX: x, clientY: y, bubbles: true, cancelable: true };
    const begin = performance.now();
    document.elementFromPoint(x, y).dispatchEvent(new WheelEvent('wheel', event));
    const handled = performance.now() - begin;
    // Behind all callbacks of the frame that the event has asked for.
    await nextFrame();
    await new Promise((done) => setTimeout(done));
    times.push(handled + globalThis.scriptTime);
  }
  return times;
}

/** When a canvas of the page is drawn on, ms since it was opened; false before. */
export function isTimelineDrawn() {
  const context = document.querySelector('canvas')?.getContext('2d');
  // A canvas is black until then, or without colour.
  const [red, green, blue] = context?.getImageData(200, 60, 1, 1).data ?? [0, 0, 0];
  return red + green + blue > 0 && performance.now();
}

/** When the page has a canvas and what it says beside the picture, ms since it was opened; false before. */
export function isDrawn(words) {
  return (
    document.querySelector('canvas') !== null && document.body.innerText.includes(words) && performance.now()
  );
}
