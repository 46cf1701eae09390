import "./fonts.css";
import "../ui/theme/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { connectEngine } from "../bridge/engine-remote.ts";
import { createSession } from "../ui/session.ts";
import { App } from "../ui/shell/App.tsx";
import { startScenario } from "./start-scenario.ts";

// The large picture is wanted as soon as the engine has answered; a phone draws another one.
if (matchMedia("(min-width: 640px)").matches) void import("../ui/graph/FlowPicture.tsx");

// Outside of React: a component that is mounted twice must not start two clusters.
const worker = new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module", name: "cluster" });
const link = connectEngine(worker, (fail) => {
  worker.onerror = (event) => fail(event.message || "The cluster's worker could not be started.");
  worker.onmessageerror = () => fail("A message of the cluster's worker could not be read.");
});
const scenario = startScenario(new URLSearchParams(location.search));
const session = createSession(link, scenario);

createRoot(document.getElementById("root")!).render(<StrictMode><App session={session} /></StrictMode>);
