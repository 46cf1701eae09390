/**
 * What Mermaid itself says about a diagram, without a browser; undefined if it can be read. Mermaid cleans labels with
 * a library that asks for a window before it does anything: it gets one in which there is nothing to clean.
 */
export async function mermaidProblem(text: string): Promise<string | undefined> {
  if (typeof window === "undefined") Object.assign(globalThis, { window: bareWindow() });
  const { default: mermaid } = await import("mermaid");
  try {
    await mermaid.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function bareWindow(): object {
  const bare = class {};
  const document = { nodeType: 9, implementation: {}, createElement: () => ({}), currentScript: null };
  return { document, Element: bare, HTMLFormElement: bare, NamedNodeMap: bare, NodeFilter: {}, DOMParser: bare, Node: bare, trustedTypes: undefined };
}
