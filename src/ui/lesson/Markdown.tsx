import { readInline, readMarkdown, type Inline } from "./markdown.ts";

/** An author's text. */
export function Markdown({ text }: { readonly text: string }) {
  return readMarkdown(text).map((block, i) => {
    switch (block.kind) {
      case "paragraph":
        return <p key={i}><Line parts={block.inline} /></p>;
      case "list":
        return <ul key={i}>{block.items.map((item, n) => <li key={n}><Line parts={item} /></li>)}</ul>;
      case "code":
        return <pre key={i}>{block.text}</pre>;
      case "table":
        return (
          <table key={i}>
            <thead><tr>{block.head.map((cell, n) => <th key={n} scope="col"><Line parts={cell} /></th>)}</tr></thead>
            <tbody>{block.rows.map((row, r) => <tr key={r}>{row.map((cell, n) => <td key={n}><Line parts={cell} /></td>)}</tr>)}</tbody>
          </table>
        );
    }
  });
}

/** The same within a line. */
export function MarkdownLine({ text }: { readonly text: string }) {
  return <Line parts={readInline(text)} />;
}

function Line({ parts }: { readonly parts: readonly Inline[] }) {
  return parts.map((part, i) => {
    switch (part.kind) {
      case "text":
        return <span key={i}>{part.text}</span>;
      case "code":
        return <code key={i}>{part.text}</code>;
      case "strong":
        return <strong key={i}>{part.text}</strong>;
      case "em":
        return <em key={i}>{part.text}</em>;
      case "link":
        return <a key={i} href={part.href} target="_blank" rel="noreferrer">{part.text}</a>;
    }
  });
}
