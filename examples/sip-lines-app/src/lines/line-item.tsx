import type { LineRowFragment } from '../__generated__/graphql.ts';
import { LineActions } from './line-actions.tsx';
import { nameOf } from './names.ts';
import { Registration } from './registration.tsx';

interface LineItemProps {
  readonly line: LineRowFragment;
  readonly isDefault: boolean;
}

export function LineItem({ line, isDefault }: LineItemProps) {
  return (
    <li className="line">
      <div className="name">
        <a href={`#line-${line.configId}`}>{nameOf(line)}</a>
        <span className="tag">{line.type === 'CLOUD' ? 'Cloud' : 'Office'}</span>
        {isDefault && <span className="tag default">Default</span>}
        <small>
          {line.login}
          {' at '}
          {line.server}
        </small>
      </div>
      <Registration line={line} />
      <LineActions line={line} isDefault={isDefault} />
    </li>
  );
}
