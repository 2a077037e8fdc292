import { Heading } from '../ui/heading.tsx';
import { CallsList } from './calls-list.tsx';

export function CallsView() {
  return (
    <>
      <div className="title">
        <Heading text="Calls" />
      </div>
      <CallsList filter={null} />
    </>
  );
}
