import { describe, expect, test } from "vitest";
import { fittingScale, layoutScene, SCENE_METRICS, sortNodes, trayHeight, type Box, type SceneInput, type TraySpec } from "./layout.ts";

function trays(count: number, shape: Partial<TraySpec> = {}): TraySpec[] {
  return Array.from({ length: count }, (_, i) => ({ name: `node-${i + 1}`, chipRows: 1, tagRows: 1, ...shape }));
}
function input(count: number, part: Partial<SceneInput> = {}): SceneInput {
  return { trays: trays(count), cards: ["ds"], viewportWidth: 1000, ...part };
}
function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe("the order of nodes", () => {
  test("is control plane first, then as people count", () => {
    const nodes = ["node-10", "node-2", "cp-2", "node-1", "cp-1"].map((name) => ({ name, isControlPlane: name.startsWith("cp") }));
    expect(sortNodes(nodes)).toEqual(["cp-1", "cp-2", "node-1", "node-2", "node-10"]);
  });
});

describe("the layout of the scene", () => {
  test("is the same for the same input", () => {
    expect(layoutScene(input(7))).toEqual(layoutScene(input(7)));
  });

  test("puts the controller's card above the trays, centred over them", () => {
    const { cards, trays: boxes } = layoutScene(input(4));
    const card = cards.get("ds")!;
    const [first, last] = [boxes.get("node-1")!, boxes.get("node-4")!];
    expect(card.y + card.height).toBeLessThan(first.y);
    expect(card.x + card.width / 2).toBe((first.x + last.x + last.width) / 2);
  });

  test("takes as many columns as the window holds", () => {
    expect([600, 800, 1000, 1400].map((viewportWidth) => layoutScene(input(30, { viewportWidth })).columns)).toEqual([3, 4, 5, 7]);
  });

  test("moves no tray when a node is added, also where it starts a new row", () => {
    for (let count = 1; count < 16; count++) {
      const before = layoutScene(input(count)).trays;
      const after = layoutScene(input(count + 1)).trays;
      for (const [name, box] of before) expect(after.get(name)).toEqual(box);
    }
  });

  test("lets nothing overlap, whatever the heights", () => {
    const specs = Array.from({ length: 23 }, (_, i) => ({ name: `n${i}`, chipRows: 1 + (i % 4), tagRows: i % 3 }));
    const scene = layoutScene({ trays: specs, cards: ["a", "b", "c"], viewportWidth: 900 });
    const boxes = [...scene.trays.values(), ...scene.cards.values()];
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => expect(overlaps(a, b)).toBe(false)));
    for (const b of boxes) expect(overlaps(b, scene.bounds)).toBe(true);
  });

  test("makes a tray taller by what it holds", () => {
    const { chipRow, tagRow } = SCENE_METRICS;
    const plain = trayHeight({ chipRows: 1, tagRows: 0 });
    expect(trayHeight({ chipRows: 3, tagRows: 2 })).toBe(plain + 2 * chipRow + 2 * tagRow);
    expect(trayHeight({ chipRows: 0, tagRows: 0 })).toBe(plain);
  });

  test("is one column as wide as the window on a phone", () => {
    const scene = layoutScene(input(3, { viewportWidth: 360 }));
    expect(scene).toMatchObject({ mode: "phone", columns: 1, rows: 3 });
    const boxes = [...scene.trays.values(), ...scene.cards.values()];
    expect(new Set(boxes.map((b) => b.x))).toEqual(new Set([0]));
    expect(new Set(boxes.map((b) => b.width))).toEqual(new Set([328]));
  });

  test("of an empty cluster is empty", () => {
    expect(layoutScene({ trays: [], cards: [], viewportWidth: 1000 })).toMatchObject({ rows: 0, bounds: { width: 0, height: 0 } });
  });

  test("is laid out wider than the window when that brings all of it into sight", () => {
    const heightAt = (count: number) => (scale: number) => layoutScene(input(count, { viewportWidth: 1000 * scale })).bounds.height;
    expect(fittingScale(600, 2, heightAt(5))).toBe(1);
    const scale = fittingScale(600, 2, heightAt(12));
    expect(scale).toBeGreaterThan(1);
    expect(heightAt(12)(scale)).toBeLessThanOrEqual(600 * scale);
    expect(fittingScale(600, 2, heightAt(500))).toBe(2);
  });

  test("of 5,000 nodes takes no time to speak of", () => {
    const scene = layoutScene(input(5000));
    expect(scene.trays.size).toBe(5000);
    expect(scene.rows).toBe(1000);
  });
});
