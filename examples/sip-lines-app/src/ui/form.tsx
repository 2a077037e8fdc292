import { useEffect, useRef, type ReactNode } from 'react';
import type { Problems } from '../errors/problems.ts';

interface FormProps {
  readonly problems: Problems;
  readonly isSending: boolean;
  /** What the button says that sends the form. */
  readonly action: string;
  readonly onSubmit: (form: HTMLFormElement) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form whose values the gateway checks. What went wrong comes into view, and the first field with a problem
 * gets the focus. */
export function Form({ problems, isSending, action, onSubmit, onClose, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector('[role="alert"]')?.scrollIntoView({ block: 'nearest' });
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problems]);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(event.currentTarget);
      }}
    >
      {children}
      <div className="buttons">
        <button type="button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="primary" aria-disabled={isSending}>
          {isSending ? 'One moment…' : action}
        </button>
      </div>
    </form>
  );
}
