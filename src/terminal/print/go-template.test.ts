import { describe, expect, test } from "vitest";
import { goTemplate } from "./go-template.ts";

const POD = {
  apiVersion: "v1", kind: "Pod", metadata: { name: "p", labels: { a: "1", b: "2" }, annotations: { x: "y" }, generation: 5 },
  spec: { priority: 7, hostNetwork: true, containers: [{ name: "one", image: "a:1", ports: [{ containerPort: 80 }] }, { name: "two", image: "b:2" }], nodeSelector: {} },
};

/* Recorded with kubectl v1.36.3. */
describe("a Go template", () => {
  test.each([
    ["{{.metadata.name}}", "p"],
    ['{{range .spec.containers}}{{.name}}{{"\\n"}}{{end}}', "one\ntwo\n"],
    ["{{range $i, $c := .spec.containers}}{{$i}}={{$c.image}} {{end}}", "0=a:1 1=b:2 "],
    ["{{.nope}}|{{.nope.x}}", "<no value>|<no value>"],
    ["{{.metadata.labels}} {{.spec.containers}}", "map[a:1 b:2] [map[image:a:1 name:one ports:[map[containerPort:80]]] map[image:b:2 name:two]]"],
    ["{{range $k,$v := .metadata.labels}}{{$k}}{{$v}};{{else}}none{{end}}", "a1;b2;"],
    ["{{range .nope}}x{{else}}none{{end}}", "none"],
    ['{{if and .spec.priority (eq .metadata.name "p")}}yes{{else if .x}}b{{else}}no{{end}}', "yes"],
    ["{{with .spec.nodeSelector}}has{{else}}empty{{end}}", "empty"],
    ['{{index .metadata.labels "a"}} {{(index .spec.containers 0).name}}', "1 one"],
    ['{{len .spec.containers}} {{printf "%-10s|%5d|%q|%v" .metadata.name 5 "a" .spec.hostNetwork}}', '2 p         |    5|"a"|true'],
    ['{{.spec.priority | printf "%d"}} {{print 1 2 "a" "b" 3}} {{println "x"}}', "7 1 2ab3 x\n"],
    ["{{- /* c */ -}} a  {{- .metadata.name -}}  b", "apb"],
    ['{{eq .spec.priority 7}} {{ne 1 2}} {{lt 1 2}} {{not true}} {{or "" "d"}} {{eq .metadata.name "a" "p"}}', "true true true false d true"],
    ["{{$x := 5}}{{$x = 6}}{{$x}} {{$.kind}}", "6 Pod"],
    ['{{range .spec.containers}}{{if eq .name "two"}}{{break}}{{end}}{{.name}}{{end}}', "one"],
    ['{{.metadata.labels.a | html}} {{slice "abcdef" 1 3}} {{urlquery "a b&c"}} {{js "it\'s"}}', "1 bc a+b%26c it\\'s"],
    ['{{exists . "metadata" "name"}} {{base64decode "aGk="}} {{1.5}} {{0x1F}} {{`raw\\n`}} {{\'a\'}}', "true hi 1.5 31 raw\\n 97"],
    ['{{printf "%d" "x"}} {{printf "%s" 5}} {{printf "%s %s" "a"}}', "%!d(string=x) %!s(int=5) a %!s(MISSING)"],
  ])("%s", (template, text) => {
    expect(goTemplate(template).fill(POD)).toEqual({ text });
  });

  test.each([
    ["{{foo}}", 'template: output:1: function "foo" not defined'],
    ["{{if .x}}", "template: output:1: unexpected EOF"],
    ["{{end}}", "template: output:1: unexpected {{end}}"],
    ["{{.x", "template: output:1: unclosed action"],
    ["{{$x}}", 'template: output:1: undefined variable "$x"'],
    ["{{ }}", "template: output:1: missing value for command"],
    ["{{if}}x{{end}}", "template: output:1: missing value for if"],
    ["{{.metadata.labels.a-b}}", "template: output:1: bad character U+002D '-'"],
    ['{{ .metadata.labels."a" }}', "template: output:1: bad character U+0022 '\"'"],
    ['{{"unterminated}}', "template: output:1: unterminated quoted string"],
    ["{{(1}}", "template: output:1: unclosed left paren"],
    ["{{break}}", "template: output:1: {{break}} outside {{range}}"],
  ])("%s cannot be read", (template, error) => {
    expect(() => goTemplate(template)).toThrow(error);
  });

  test.each([
    ["{{.metadata.name.x}}", "1:11", ".metadata.name.x", "can't evaluate field x in type interface {}"],
    ["{{range .metadata.name}}{{.}}{{end}}", "1:17", ".metadata.name", "range can't iterate over p"],
    ['{{eq .spec.priority "7"}}', "1:2", 'eq .spec.priority "7"', "error calling eq: incompatible types for comparison: int64 and string"],
    ["a {{len .spec.priority}}", "1:4", "len .spec.priority", "error calling len: len of type int64"],
    ["{{index .spec.containers 5}}", "1:2", "index .spec.containers 5", "error calling index: index out of range: 5"],
    ['{{.metadata.name "x"}}', "1:11", ".metadata.name", "name is not a method but has arguments"],
    ["{{not}}", "1:2", "not", "wrong number of args for not: want 1 got 0"],
    ["\n {{nil}}", "2:3", "nil", "nil is not a command"],
  ])("%s breaks off", (template, place, node, why) => {
    expect(goTemplate(template).fill(POD).error).toBe(`template: output:${place}: executing "output" at <${node}>: ${why}`);
  });
});
