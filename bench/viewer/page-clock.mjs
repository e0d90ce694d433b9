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

/** Zooms in and out again at a point, an event a frame, and says what scripts took in each, ms. */
export async function zoom(frames) {
  const [x, y] = [innerWidth * 0.4, innerHeight * 0.35];
  const nextFrame = () => new Promise((done) => globalThis.askFrame(done));
  const times = [];
  for (let frame = 0; frame < frames; frame++) {
    await nextFrame();
    globalThis.scriptTime = 0;
    const deltaY = frame < frames / 2 ? -40 : 40;
    const event = { deltaY, ctrlKey: true, clientX: x, clientY: y, bubbles: true, cancelable: true };
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

/** When the page has a canvas and what it says beside the picture, ms since it was opened; false before. */
export function isDrawn(words) {
  return (
    document.querySelector('canvas') !== null && document.body.innerText.includes(words) && performance.now()
  );
}
