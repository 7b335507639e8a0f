/**
 * A text with the formatting that people type, and with links. The marks stay in the document and are not shown, so
 * that what is copied is what was typed.
 */
import { Fragment, useMemo } from 'react';
import { type Block, type Line, type Span, blocksOf, mayBeFormatted } from './formatting.ts';
import { LinkedText } from './linked-text.tsx';
import styles from './formatted-text.module.css';

const TAGS = { bold: 'strong', italic: 'em', struck: 's' } as const;

export function FormattedText({ text }: { text: string }) {
  const blocks = useMemo(() => (mayBeFormatted(text) ? blocksOf(text) : undefined), [text]);
  if (!blocks) return <LinkedText text={text} />;
  return blocks.map((block, index) => (
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>
      {index > 0 && <Mark text={'\n'} />}
      <FormattedBlock block={block} />
    </Fragment>
  ));
}

/** What was typed, and is drawn by other means. */
const Mark = ({ text }: { text: string }) => <span hidden>{text}</span>;

function FormattedBlock({ block }: { block: Block }) {
  if (block.kind === 'code')
    return (
      <>
        <Mark text={`${block.open}\n`} />
        <pre className={styles.block} dir="ltr">
          <code>{block.text}</code>
        </pre>
        <Mark text={`\n${block.close}`} />
      </>
    );
  const { kind, lines } = block;
  if (kind === 'text') return <div>{lines.map((line, index) => shownLine(line, index, '\n'))}</div>;
  if (kind === 'quote')
    return (
      <div role="blockquote" className={styles.quote}>
        {lines.map((line, index) => shownLine(line, index, '\n'))}
      </div>
    );
  const List = kind === 'bullets' ? 'ul' : 'ol';
  return (
    <List className={styles.items}>
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} value={line.number}>
          {index > 0 && <Mark text={'\n'} />}
          {line.mark !== '' && <Mark text={line.mark} />}
          <Spans spans={line.spans} />
        </li>
      ))}
    </List>
  );
}

const shownLine = ({ mark, spans }: Line, index: number, end: string) => (
  <Fragment key={index}>
    {index > 0 && end}
    {mark !== '' && <Mark text={mark} />}
    <Spans spans={spans} />
  </Fragment>
);

function Spans({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, index) => {
    const key = index;
    switch (span.kind) {
      case 'text':
        return <LinkedText key={key} text={span.text} />;
      case 'mark':
        return <Mark key={key} text={span.text} />;
      case 'code':
        return (
          <code key={key} className={styles.code}>
            {span.text}
          </code>
        );
      default: {
        const Tag = TAGS[span.kind];
        return (
          <Tag key={key}>
            <Spans spans={span.spans} />
          </Tag>
        );
      }
    }
  });
}
