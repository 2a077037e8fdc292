import type { PbxType } from '../__generated__/graphql.ts';

interface TypeChoiceProps {
  readonly type: PbxType;
  readonly onChange: (type: PbxType) => void;
}

const CHOICES = [
  ['CLOUD', 'Cloud', 'The portal registers with a provider.'],
  ['OFFICE', 'Office', 'Your PBX registers with the portal.'],
] as const;

export function TypeChoice({ type, onChange }: TypeChoiceProps) {
  return (
    <fieldset className="choice">
      <legend>Type</legend>
      {CHOICES.map(([value, name, hint]) => (
        <label key={value}>
          <input type="radio" name="type" checked={type === value} onChange={() => onChange(value)} />
          <span>
            {name}
            <small>{hint}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
