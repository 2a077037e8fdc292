import { useId, type InputHTMLAttributes } from 'react';
import type { FieldProblem } from '../errors/problems.ts';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string;
  readonly problem?: FieldProblem | undefined;
}

/** An input with its label, and what is wrong with it. */
export function Field({ label, hint, problem, ...input }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={described || undefined}
        {...input}
      />
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {problem.message}{' '}
          {problem.existingConfigId !== undefined && (
            <a href={`#line-${problem.existingConfigId}`}>Show that line</a>
          )}
        </p>
      )}
    </div>
  );
}
