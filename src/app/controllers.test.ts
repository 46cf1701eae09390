import { expect, test } from "vitest";
import { ACTORS } from "../engine/actors.ts";
import { actorsOf } from "./controllers.ts";

const ALL = ACTORS.map((a) => a.name);

test("all controllers run, and kubelets unless clients play them", () => {
  expect(actorsOf("*", true)).toEqual(ALL);
  const without = actorsOf("*", false) as string[];
  expect(ALL.filter((name) => !without.includes(name))).toEqual(["kubelets"]);
});

test("the first entry that names a controller wins, and the scheduler and the API server always run", () => {
  expect(actorsOf("daemonset-controller", false)).toEqual(ALL.filter((n) => n === "daemonset" || ["default-scheduler", "kube-apiserver"].includes(ACTORS.find((a) => a.name === n)!.who)));
  expect(actorsOf("*,-daemonset-controller", true)).toEqual(ALL.filter((n) => n !== "daemonset"));
  expect(actorsOf("-daemonset-controller,daemonset-controller,*", true)).toEqual(ALL.filter((n) => n !== "daemonset"));
});

test("older names of controllers count, and controllers that this cluster does not have may be named", () => {
  expect(actorsOf("*,-daemonset", true)).toEqual(ALL.filter((n) => n !== "daemonset"));
  expect(actorsOf("*,-podgc,-garbagecollector", true)).toEqual(actorsOf("*,-pod-garbage-collector-controller,-garbage-collector-controller", true));
  expect(actorsOf("*,-job-controller,-cronjob,service-lb-controller,bootstrapsigner", true)).toEqual(ALL);
});

test("an unknown controller is an error that names the known ones", () => {
  expect(actorsOf("*,-foo", true)).toMatchObject({ error: expect.stringMatching(/"-foo" is not in the list of known controllers: daemonset-controller, deployment-controller/) });
});
