import { useEffect, useRef, type ReactNode } from 'react';

/** For when what had the focus is gone. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus();
}

/** The heading of a view. It gets the focus when the view is opened, so that screen readers read it. */
export function Heading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
