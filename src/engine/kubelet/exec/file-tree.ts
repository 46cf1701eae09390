/** Something at a path. The text of a file is made when it is read. */
export type FileNode =
  | { readonly kind: "file"; readonly read: () => string; readonly mode?: string }
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "directory" };

/** Files by absolute path, without `.`, `..` and a slash at the end; the root is `/`. */
export type FileTree = Map<string, FileNode>;

const DIRECTORY: FileNode = { kind: "directory" };
const MAX_LINKS = 8;

export function newTree(): FileTree {
  return new Map([["/", DIRECTORY]]);
}

/** Puts something there, and the directories above it. */
export function put(tree: FileTree, path: string, node: FileNode = DIRECTORY): void {
  tree.set(path, node);
  for (let parent = parentOf(path); !tree.has(parent); parent = parentOf(parent)) tree.set(parent, DIRECTORY);
}

export function putText(tree: FileTree, path: string, text: string): void {
  put(tree, path, { kind: "file", read: () => text });
}

/** Takes away what is at a path and below it, as a mount hides it. */
export function hide(tree: FileTree, path: string): void {
  for (const known of tree.keys()) if (known !== "/" && isWithin(known, path)) tree.delete(known);
}

/** What is at a path, through links. */
export function find(tree: FileTree, path: string): { readonly path: string; readonly node: FileNode } | undefined {
  let at = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    const node = tree.get(at);
    if (!node) return undefined;
    if (node.kind !== "link") return { path: at, node };
    at = resolvePath(parentOf(at), node.target);
  }
  return undefined;
}

/** Names in a directory, sorted. */
export function childrenOf(tree: FileTree, directory: string): string[] {
  const prefix = directory === "/" ? "/" : `${directory}/`;
  const names: string[] = [];
  for (const path of tree.keys()) {
    if (path !== "/" && path.startsWith(prefix) && path.indexOf("/", prefix.length) < 0) names.push(path.slice(prefix.length));
  }
  return names.sort();
}

export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** `path` as seen from `directory`, in its shortest form. */
export function resolvePath(directory: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
