import type { SceneSvg } from "../../view/svg/scene-svg.ts";

const PIXELS_PER_PX = 2;
/** Browsers refuse larger canvases, some of them without a word. */
const MOST_PIXELS_A_SIDE = 8192;

/** The same picture as pixels, two for each px of it, fewer where it is very large. Rejects if the browser cannot draw it. */
export async function svgToPng({ text, width, height }: SceneSvg): Promise<Blob> {
  const scale = Math.min(PIXELS_PER_PX, MOST_PIXELS_A_SIDE / Math.max(width, height));
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the canvas gave no image"))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
