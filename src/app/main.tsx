import "./fonts.css";
import "../ui/theme/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { connectEngine } from "../bridge/engine-remote.ts";
import { createSession, type Session } from "../ui/session.ts";
import { chooseLanguage } from "../ui/messages/language.ts";
import { App } from "../ui/shell/App.tsx";
import { askedScenario } from "./start-scenario.ts";

// The large picture is wanted as soon as the engine has answered; a phone draws another one.
if (matchMedia("(min-width: 640px)").matches) void import("../ui/graph/FlowPicture.tsx");

// Outside of React: a component that is mounted twice must not start two clusters.
void openSession().then((session) => {
  createRoot(document.getElementById("root")!).render(<StrictMode><App session={session} /></StrictMode>);
});

/** With the cluster that a server has put behind this page, or else with one of the page's own, in a worker. */
async function openSession(): Promise<Session> {
  if (document.querySelector('meta[name="cluster"][content="live"]')) return (await import("./live.ts")).connectLive();
  const worker = new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module", name: "cluster" });
  const link = connectEngine(worker, (fail) => {
    worker.onerror = (event) => fail(event.message || "The cluster's worker could not be started.");
    worker.onmessageerror = () => fail("A message of the cluster's worker could not be read.");
  });
  const query = new URLSearchParams(location.search);
  await chooseLanguage(query, navigator.languages);
  return createSession(link, await askedScenario(query));
}
