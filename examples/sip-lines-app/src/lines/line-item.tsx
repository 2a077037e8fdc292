import type { LineRowFragment } from '../__generated__/graphql.ts';
import { LineActions } from './line-actions.tsx';
import { nameOf } from './names.ts';
import { Registration } from './registration.tsx';
import type { Unread } from './unread-registrations.ts';

interface LineItemProps {
  readonly line: LineRowFragment;
  readonly isDefault: boolean;
  readonly unread: Unread;
}

export function LineItem({ line, isDefault, unread }: LineItemProps) {
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
      <Registration line={line} unread={unread} />
      <LineActions line={line} isDefault={isDefault} />
    </li>
  );
}
