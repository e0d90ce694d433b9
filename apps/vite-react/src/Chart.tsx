import { useEffect, useRef, useState } from 'react';

function heightAt(frame: number): number {
  return 10 * frame;
}

/** Grows by one bar in each frame. */
export default function Chart({ frames }: { frames: number }) {
  const [bars, setBars] = useState<readonly number[]>([]);
  const frame = useRef(0);
  useEffect(
    function animate() {
      let handle = requestAnimationFrame(function step() {
        frame.current++;
        setBars((drawn) => [...drawn, heightAt(drawn.length + 1)]);
        if (frame.current < frames) handle = requestAnimationFrame(step);
      });
      return () => cancelAnimationFrame(handle);
    },
    [frames],
  );
  return <p id="chart">{bars.join(' ')}</p>;
}
