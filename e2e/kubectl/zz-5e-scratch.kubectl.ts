import { test } from "vitest";
import { writeFileSync } from "node:fs";
import { openState } from "./same-as-real/states.ts";
import { openRealSide, presentMs } from "./same-as-real/sides.ts";
test("x", async () => {
  const real = await openRealSide();
  const c = openState("empty", presentMs());
  for (const n of ["f10", "f2", "f-1", "f1a", "f01", "1e3", "900", "f1.b"]) c.handle({ verb: "create", resource: "configmaps", namespace: "default", body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: n, namespace: "default" } } } as never);
  real.serve(c);
  const line = (words: string[]) => ({ text: words.join(" "), words });
  writeFileSync("/tmp/5e-x.json", JSON.stringify([(await real.run(line(["get", "cm", "--sort-by=.metadata.name"]))).stdout, (await real.run(line(["get", "cm", "--sort-by=.metadata.name", "-o", "name"]))).stdout]));
  await real.close();
}, 60000);
