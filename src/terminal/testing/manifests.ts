import { Files, HOME } from "../files.ts";

/** Small objects as files of the home folder, for tests of what takes `-f`. */
export const MANIFESTS: Readonly<Record<string, string>> = {
  "d1.yaml": 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d1}\ndata: {a: "2", b: "1"}\n',
  "d1b.yaml": 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d1}\ndata: {a: "3"}\n',
  "two.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two-a}\ndata: {k: v}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: two-b}\ndata: {k: v}\n",
  "list.yaml": "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: l1}\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: l2}\n",
  "ds.yaml": daemonSet("fluentd:v1.16"),
  "ds-v2.yaml": daemonSet("fluentd:v1.17"),
  "ds-immut.yaml": daemonSet("fluentd:v1.16").replaceAll("app: log-collector}", "app: other}"),
  "ds-typo.yaml": daemonSet("fluentd:v1.16").replace("image:", "imagee:"),
  "broken.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: first}\n---\napiVersion: v1\n\tkind: ConfigMap\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: third}\n",
  "unknown.yaml": "apiVersion: v1\nkind: Foo\nmetadata: {name: first}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: after}\n",
  "labels.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  labels: {a: 1}\n",
  "no-kind.yaml": "apiVersion: apps/v1\nmetadata: {name: x}\n",
  "no-name.yaml": daemonSet("fluentd:v1.16").replace("  name: log-collector\n", ""),
  "generated.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: gen-}\n",
  "elsewhere.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: kube-system}\n",
  "list-of-texts.yaml": "- a\n- b\n",
  "half.json": '{"apiVersion":"v1","kind":',
  "empty.yaml": "",
  "folder/b.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: from-b}\n",
  "folder/a.yml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: from-a}\n",
  "folder/notes.txt": "nothing for kubectl",
};

/** A fresh file system with all of them. */
export function manifestFiles(): Files {
  return new Files(Object.entries(MANIFESTS).map(([name, text]) => [`${HOME}/${name}`, text] as const));
}

function daemonSet(image: string): string {
  return `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: log-collector
  labels:
    app: log-collector
spec:
  selector:
    matchLabels: {app: log-collector}
  template:
    metadata:
      labels: {app: log-collector}
    spec:
      containers:
      - name: agent
        image: ${image}
        resources:
          requests:
            cpu: 50m
`;
}
