import { useEffect } from "react";
import type { Session } from "../session.ts";
import { useUi } from "../store.ts";
import { allowMotion } from "./animate.ts";
import type { Driver } from "./driver.ts";

/** Above this speed motion would only flicker: end states are drawn. */
const MOTION_UP_TO = 4;

/** The driver's code. A page opens at rest, so it is not needed before something is done. */
export function loadDriver() {
  return import("./driver.ts");
}

/** Runs the cluster's time while it should run. At rest and while paused it asks for no animation frame at all. */
export function useDriver(session: Session): void {
  useEffect(() => {
    if (session.scenario.live) return session.scenario.live.drive(session);
    let driver: Driver | undefined;
    let isOver = false;
    const wake = () => {
      if (driver) driver.wake();
      else if (useUi.getState().isPlaying && !session.clock.getState().isAtRest) void load();
    };
    const load = async () => {
      const { createDriver } = await loadDriver();
      if (isOver) return;
      driver ??= createDriver(session);
      driver.wake();
    };
    const stopWake = session.onWake(wake);
    const stopUi = useUi.subscribe((ui, before) => {
      allowMotion(ui.pace === "story" || ui.pace <= MOTION_UP_TO);
      if (ui.pace !== before.pace) session.poke();
      if (ui.isPlaying !== before.isPlaying) wake();
    });
    return () => {
      isOver = true;
      stopWake();
      stopUi();
      driver?.stop();
    };
  }, [session]);
}
