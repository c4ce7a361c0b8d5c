import { Fragment } from 'react';

/** A domain, which a narrow screen may wrap after each dot. What is copied stays whole. */
export function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=\.)/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text come in no other order.
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}
