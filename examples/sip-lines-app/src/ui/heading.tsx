import { useEffect, useRef } from 'react';

/** For when what had the focus is gone. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus();
}

/** The heading of a view. It gets the focus when the view is opened, so that screen readers read it. */
export function Heading({ text }: { readonly text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <title>{`${text} · SIP lines`}</title>
      <h1 ref={heading} tabIndex={-1}>
        {text}
      </h1>
    </>
  );
}
