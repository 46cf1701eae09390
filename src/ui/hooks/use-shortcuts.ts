import { useEffect } from "react";
import type { Session } from "../session.ts";
import type * as Keys from "./page-keys.ts";

/** The keys of the page: see page-keys.ts, which comes right after the first picture. Until then keys wait for it. */
export function useShortcuts(session: Session): void {
  useEffect(() => {
    let keys: typeof Keys | undefined;
    const loading = import("./page-keys.ts").then((module) => (keys = module));
    // Without them the page goes on by mouse; what else needs the network says that it is gone.
    loading.catch(() => undefined);
    const onKeyDown = (event: KeyboardEvent) => {
      if (keys) keys.keyDown(session, event);
      else void loading.then((module) => module.keyDown(session, event));
    };
    const onKeyUp = (event: KeyboardEvent) => keys?.keyUp(event);
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("keyup", onKeyUp);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("keyup", onKeyUp);
    };
  }, [session]);
}
