import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { ClockState, Session } from "./session.ts";

const SessionContext = createContext<Session | undefined>(undefined);

export const SessionProvider = SessionContext.Provider;

/** The cluster that this part of the page shows. Only below a `SessionProvider`. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession needs a SessionProvider above it");
  return session;
}

/** A part of what changes with every frame: pick narrowly, no new object inside `selector`. */
export function useClock<T>(selector: (clock: ClockState) => T): T {
  return useStore(useSession().clock, selector);
}

/** Virtual now, but only every `stepMs`, so that a countdown does not draw sixty times a second. */
export function useNow(stepMs: number): number {
  return useClock((c) => Math.floor(c.nowMs / stepMs) * stepMs);
}
