import { createContext, Fragment, useContext, useState } from "react";
import { Modal } from "../dialogs/Modal.tsx";
import { LEARN } from "../messages/learn.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { readInline, readMarkdown, type Inline } from "./markdown.ts";

/** Files that a text can name: each name is then a way to read it. */
export const FilesContext = createContext<Readonly<Record<string, string>>>({});

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
        return <Code key={i} text={part.text} />;
      case "strong":
        return <strong key={i}>{part.text}</strong>;
      case "em":
        return <em key={i}>{part.text}</em>;
      case "link":
        return <a key={i} href={part.href} target="_blank" rel="noreferrer">{part.text}</a>;
    }
  });
}

/** Longer code may be broken in two, best where a word of it ends; a name shall not. */
const SHORT = 26;

function breakable(text: string): readonly React.ReactNode[] {
  return text.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[./=,:])/).map((part, i) => <Fragment key={`${i} ${part}`}>{i > 0 ? <wbr /> : null}{part}</Fragment>);
}

function Code({ text }: { readonly text: string }) {
  const file = useContext(FilesContext)[text];
  const [isOpen, setOpen] = useState(false);
  const code = text.length <= SHORT ? <code className="short">{text}</code> : <code>{breakable(text)}</code>;
  if (file === undefined) return code;
  return (
    <>
      <button type="button" className="link-button file-link" title={LEARN.fileHint(text)} onClick={() => setOpen(true)}>{code}</button>
      {isOpen ? (
        <Modal title={text} wide onClose={() => setOpen(false)}>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It may scroll, so it must be reached by key. */}
          <pre className="file-text" tabIndex={0} data-first>{file.trimEnd()}</pre>
          <CopyButton text={file} />
        </Modal>
      ) : null}
    </>
  );
}
