import { createElement, useEffect, useState } from "react";
import type { ComponentType, FunctionComponent } from "react";
import { useUi } from "../store.ts";

/** A component whose code is loaded when it is first drawn, or before by `preload`. */
export type OnDemand<P> = FunctionComponent<P> & { readonly preload: () => Promise<void> };

/**
 * Draws nothing until the code has come. Not React's `lazy`: that suspends once even for code that is there, and
 * React then keeps the empty place for a third of a second, which makes menus and dialogs feel slow.
 */
export function onDemand<P extends object>(load: () => Promise<ComponentType<P>>): OnDemand<P> {
  let loaded: ComponentType<P> | undefined;

  async function preload(): Promise<void> {
    try {
      loaded ??= await load();
    } catch {
      // Offline, or a new version of the page replaced the file: the page itself goes on.
      useUi.setState({ toast: "A part of the page could not be loaded. Reload the page." });
    }
  }

  function OnDemandComponent(props: P) {
    const [isLoaded, setLoaded] = useState(loaded !== undefined);
    useEffect(() => {
      if (!isLoaded) void preload().then(() => setLoaded(loaded !== undefined));
    }, [isLoaded]);
    return loaded ? createElement(loaded, props) : null;
  }

  return Object.assign(OnDemandComponent, { preload });
}
