import { expect, test } from "vitest";
import { refusal } from "./guard.ts";

const LOOPBACK = { host: "127.0.0.1", machine: "desk" };
const EVERYWHERE = { host: "0.0.0.0", machine: "desk" };

test.each([
  [LOOPBACK, "localhost:8001"], [LOOPBACK, "127.0.0.1:1"], [LOOPBACK, "[::1]:8001"], [LOOPBACK, "LOCALHOST"],
  [EVERYWHERE, "192.168.1.7:8001"], [EVERYWHERE, "[fe80::1]:8001"], [EVERYWHERE, "desk:8001"], [{ host: "box.lan", machine: "desk" }, "box.lan:80"],
])("%j answers for %s", (guard, host) => {
  expect(refusal(guard, { host })).toBeUndefined();
});

test.each([[LOOPBACK, "evil.example"], [LOOPBACK, "localhost.evil.example:8001"], [LOOPBACK, "192.168.1.7"], [LOOPBACK, ""], [EVERYWHERE, "evil.example:8001"]])("%j does not answer for %j", (guard, host) => {
  expect(refusal(guard, { host })).toContain("does not answer for the host");
});

test("only pages of the same host and port may ask", () => {
  const host = "localhost:8001";
  expect(refusal(LOOPBACK, { host, origin: "http://localhost:8001" })).toBeUndefined();
  for (const origin of ["http://evil.example", "null", "http://localhost:9999", "https://localhost:8001", "http://127.0.0.1:8001"]) {
    expect(refusal(LOOPBACK, { host, origin })).toContain("are not answered");
  }
});

test("what a browser asks for the sake of another site is refused, even without an Origin", () => {
  const host = "localhost:8001";
  expect(refusal(LOOPBACK, { host, "sec-fetch-site": "cross-site" })).toContain("are not answered");
  for (const site of ["same-origin", "none"]) expect(refusal(LOOPBACK, { host, "sec-fetch-site": site })).toBeUndefined();
});
