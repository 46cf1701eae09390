import { useLight } from "./light-store.ts";

/**
 * What a light is about first of all: the first tray, unless all of them are meant, else the first card. Asked by its
 * name, so that it is gone to once.
 */
export function useMeant(trays: number): string | undefined {
  return useLight(({ light: asked, focus }) => {
    const light = asked ?? focus;
    const [node] = light && light.nodes.size < trays ? light.nodes : [];
    const [card] = light?.cards ?? [];
    return node ?? card;
  });
}
