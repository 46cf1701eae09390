/** A command of kubectl 1.36, whether or not this page has it. */
export interface KubectlCommand {
  readonly name: string;
  /** What it does, in a few words of our own. */
  readonly about: string;
}

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly KubectlCommand[];
}

/** In the order of `kubectl --help`, in which suggestions stand as well. Source: kubectl pkg/cmd/cmd.go (1.36) */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  group("Basic Commands (Beginner)", {
    create: "Create a resource from a file or from stdin",
    expose: "Make a Service for what selects pods",
    run: "Run one pod with an image",
    set: "Set an image, variables or resources of a workload",
  }),
  group("Basic Commands (Intermediate)", {
    explain: "Say what a field of a resource means",
    get: "Display one or many resources",
    edit: "Edit a resource in the editor",
    delete: "Delete resources by file, name or selector",
  }),
  group("Deploy Commands", {
    rollout: "Manage the rollout of a workload",
    scale: "Set how many replicas a workload has",
    autoscale: "Scale a workload by its use of resources",
  }),
  group("Cluster Management Commands", {
    certificate: "Approve or deny certificate requests",
    "cluster-info": "Say where the cluster answers",
    top: "Display the use of CPU and memory",
    cordon: "Mark a node as unschedulable",
    uncordon: "Mark a node as schedulable",
    drain: "Evict the pods of a node before maintenance",
    taint: "Update the taints of nodes",
  }),
  group("Troubleshooting and Debugging Commands", {
    describe: "Show details of resources and their events",
    logs: "Print the logs of a container",
    attach: "Attach to a running container",
    exec: "Execute a command in a container",
    "port-forward": "Forward local ports to a pod",
    proxy: "Run a proxy to the API server",
    cp: "Copy files to and from containers",
    auth: "Ask what you may do",
    debug: "Start a container for debugging",
    events: "List events",
  }),
  group("Advanced Commands", {
    diff: "Show what apply would change",
    apply: "Apply a configuration by file or stdin",
    patch: "Update fields of a resource",
    replace: "Replace a resource by file or stdin",
    wait: "Wait for a condition of resources",
    kustomize: "Build manifests from a kustomization",
  }),
  group("Settings Commands", {
    label: "Update the labels of a resource",
    annotate: "Update the annotations of a resource",
    completion: "Print completion code for a shell",
  }),
  group("Other Commands", {
    "api-resources": "List the kinds that the server has",
    "api-versions": "List the API versions that the server has",
    config: "Look at or change the kubeconfig",
    plugin: "Work with plugins",
    version: "Print the versions of client and server",
    options: "List the flags of every command",
  }),
];

export const COMMANDS: readonly KubectlCommand[] = COMMAND_GROUPS.flatMap(({ commands }) => commands);

function group(title: string, commands: Readonly<Record<string, string>>): CommandGroup {
  return { title, commands: Object.entries(commands).map(([name, about]) => ({ name, about })) };
}
