/** An edge of a flowchart or a message of a sequence diagram, from one id to another. */
export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
}

/**
 * Which edges are lit. If a lesson names some (`DS->Node`), then just those that are so; otherwise an edge whose ends are
 * both lit, and a message not before all messages above it. A subgraph is lit with anything in it; an edge that leaves
 * one is lit as soon as it is reached at its other end, for what stands before it may be over by then.
 * @param text mermaid
 * @param lit ids that are lit
 * @param named all ids that the step can light
 * @param edges in the order of the diagram
 * @returns one answer for each edge
 */
export function litEdges(text: string, lit: readonly string[], named: readonly string[], edges: readonly DiagramEdge[]): readonly boolean[] {
  if (named.some((id) => id.includes("->"))) return edges.map(({ from, to }) => lit.includes(`${from}->${to}`));
  const members = subgraphs(text);
  const isLit = (id: string) => lit.includes(id) || (members.get(id) ?? []).some((inner) => lit.includes(inner));
  const sequence = isSequence(text);
  let reached = true;
  return edges.map(({ from, to }) => {
    const isReached = isLit(to) && (isLit(from) || members.has(from));
    reached &&= isReached;
    return sequence ? reached : isReached;
  });
}

export function isSequence(text: string): boolean {
  return text.trimStart().startsWith("sequenceDiagram");
}

/** What stands in each subgraph, ids by id. */
function subgraphs(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const open: string[] = [];
  for (const line of text.split("\n")) {
    const name = /^\s*subgraph\s+(\w+)/.exec(line)?.[1];
    const node = /^\s*(\w+)\s*[[({]/.exec(line)?.[1];
    if (name !== undefined) {
      open.push(name);
      found.set(name, []);
    } else if (/^\s*end\s*$/.test(line)) open.pop();
    else if (node !== undefined) for (const outer of open) found.get(outer)?.push(node);
  }
  return found;
}
