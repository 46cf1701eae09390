import { describe, expect, test } from "vitest";
import { printTable, TablePrinter, type Table } from "./table.ts";

const STRING = (name: string, priority = 0) => ({ name, priority });

// Recorded with kubectl v1.36.3.
const DAEMONSETS: Table = {
  columnDefinitions: [..."Name,Desired,Current,Ready,Up-to-date,Available,Node Selector,Age".split(",").map((n) => STRING(n)), ..."Containers,Images,Selector".split(",").map((n) => STRING(n, 1))],
  rows: [
    { cells: ["node-agent", 3, 3, 3, 3, 3, "<none>", "3h5m", "agent", "fluentd:v1.17", "app=node-agent"], object: { metadata: { name: "node-agent", namespace: "default" } } },
    { cells: ["kube-proxy", 3, 3, 3, 3, 3, "kubernetes.io/os=linux", "26h", "kube-proxy", "registry.k8s.io/kube-proxy:v1.36.0", "k8s-app=kube-proxy"], object: { metadata: { name: "kube-proxy", namespace: "kube-system" } } },
  ],
};
const ONE: Table = { ...DAEMONSETS, rows: DAEMONSETS.rows.slice(0, 1) };

describe("kubectl get", () => {
  test("pads each column with three blanks and not the last one", () => {
    expect(printTable(ONE)).toBe(
      `NAME         DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE
node-agent   3         3         3       3            3           <none>          3h5m
`,
    );
  });

  test("-o wide shows the columns of lower priority", () => {
    expect(printTable(ONE, { wide: true })).toBe(
      `NAME         DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE    CONTAINERS   IMAGES          SELECTOR
node-agent   3         3         3       3            3           <none>          3h5m   agent        fluentd:v1.17   app=node-agent
`,
    );
  });

  test("-A puts the namespace first", () => {
    expect(printTable(DAEMONSETS, { withNamespace: true })).toBe(
      `NAMESPACE     NAME         DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR            AGE
default       node-agent   3         3         3       3            3           <none>                   3h5m
kube-system   kube-proxy   3         3         3       3            3           kubernetes.io/os=linux   26h
`,
    );
  });

  test("a column is at least six wide", () => {
    const table: Table = { columnDefinitions: ["Name", "Ready", "Age"].map((n) => STRING(n)), rows: [{ cells: ["db", "2/2", "90m"] }] };
    expect(printTable(table)).toBe("NAME   READY   AGE\ndb     2/2     90m\n");
    expect(printTable(table, { noHeaders: true })).toBe("db    2/2   90m\n");
  });

  test("-L and --show-labels print labels; an empty last cell leaves blanks before it", () => {
    const pods: Table = {
      columnDefinitions: ["Name", "Ready", "Status", "Restarts", "Age"].map((n) => STRING(n)),
      rows: [
        { cells: ["bad-image", "0/1", "ImagePullBackOff", "0", "5m15s"], object: { metadata: {} } },
        { cells: ["node-agent-hc2zt", "1/1", "Running", "2 (25m ago)", "179m"], object: { metadata: { labels: { "controller-revision-hash": "7f8d9c6b5", app: "node-agent" } } } },
      ],
    };
    expect(printTable(pods, { labelColumns: ["app", "controller-revision-hash"] })).toBe(
      `NAME               READY   STATUS             RESTARTS      AGE     APP          CONTROLLER-REVISION-HASH
bad-image          0/1     ImagePullBackOff   0             5m15s                ${""}
node-agent-hc2zt   1/1     Running            2 (25m ago)   179m    node-agent   7f8d9c6b5
`,
    );
    expect(printTable({ ...pods, rows: pods.rows.slice(1) }, { showLabels: true })).toBe(
      `NAME               READY   STATUS    RESTARTS      AGE    LABELS
node-agent-hc2zt   1/1     Running   2 (25m ago)   179m   app=node-agent,controller-revision-hash=7f8d9c6b5
`,
    );
  });

  test("a cell of several lines is cut to the first", () => {
    expect(printTable({ columnDefinitions: [STRING("Message")], rows: [{ cells: ["one\ntwo"] }] })).toBe("MESSAGE\none...\n");
  });

  test("no rows print nothing", () => {
    expect(printTable({ ...ONE, rows: [] })).toBe("");
  });
});

// Recorded with kubectl v1.36.3.
describe("kubectl get -w", () => {
  const columns = ["Name", "Ready", "Status", "Restarts", "Age"].map((n) => STRING(n));
  const rows = (...cells: readonly string[]): Table => ({ columnDefinitions: columns, rows: cells.map((line) => ({ cells: line.split("|"), object: { metadata: {} } })) });

  test("has one header, and widths grow but never shrink", () => {
    const printer = new TablePrinter();
    const text = [
      rows("node-agent-4xk9q|1/1|Running|0|3h", "node-agent-hc2zt|1/1|Running|2 (25m ago)|179m"),
      rows("node-agent-4xk9q|0/1|ContainerCreating|0|3h"),
      rows("node-agent-hc2zt|1/1|Running|2 (25m ago)|179m"),
    ].map((table) => printer.print(table));
    expect(text.join("")).toBe(
      `NAME               READY   STATUS    RESTARTS      AGE
node-agent-4xk9q   1/1     Running   0             3h
node-agent-hc2zt   1/1     Running   2 (25m ago)   179m
node-agent-4xk9q   0/1     ContainerCreating   0             3h
node-agent-hc2zt   1/1     Running             2 (25m ago)   179m
`,
    );
  });

  test("--output-watch-events says first what happened", () => {
    const table = rows("db-0|1/1|Running|0|90m");
    expect(new TablePrinter({ withEvent: true }).print({ ...table, rows: [{ ...table.rows[0]!, event: "ADDED" }] })).toBe(
      "EVENT      NAME   READY   STATUS    RESTARTS   AGE\nADDED      db-0   1/1     Running   0          90m\n",
    );
  });
});

test("several kinds are told apart in front of the name", () => {
  const table: Table = { columnDefinitions: [{ name: "Name", format: "name" }, { name: "Age" }], rows: [{ cells: ["db", "90m"] }] };
  expect(printTable(table, { kind: "statefulset.apps" })).toBe("NAME                  AGE\nstatefulset.apps/db   90m\n");
});
