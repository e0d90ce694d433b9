import { save } from './save.ts';

/** Saves what is in sight as a picture. */
export function PictureButtons({
  name,
  svg,
  canvas,
}: {
  readonly name: string;
  readonly svg: () => string;
  readonly canvas?: () => HTMLCanvasElement;
}) {
  const png = () => {
    if (canvas === undefined) return void pngOfSvg(svg()).then((blob) => save(name, '.png', blob));
    canvas().toBlob((blob) => blob !== null && save(name, '.png', blob));
  };
  return (
    <>
      <button
        type="button"
        title="Save this picture as SVG"
        onClick={() => save(name, '.svg', new Blob([svg()], { type: 'image/svg+xml' }))}
      >
        SVG
      </button>
      <button type="button" title="Save this picture as PNG" onClick={png}>
        PNG
      </button>
    </>
  );
}

/** Twice as large: pictures are looked at on fine screens. */
const SCALE = 2;

async function pngOfSvg(text: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * SCALE;
  canvas.height = image.height * SCALE;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too large')) : resolve(blob))),
  );
}
