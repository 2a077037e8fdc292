import { useState } from 'react';
import { Heading } from '../ui/heading.tsx';
import { AddLineDialog } from './add-line-dialog.tsx';
import { LinesPage } from './lines-page.tsx';

export function LinesView() {
  const [isAdding, setIsAdding] = useState(false);
  return (
    <>
      <div className="title">
        <Heading text="Lines" />
        <a className="button" href="#many">
          Add many
        </a>
        <button type="button" className="primary" onClick={() => setIsAdding(true)}>
          Add line
        </button>
      </div>
      <LinesPage />
      {isAdding && <AddLineDialog onClose={() => setIsAdding(false)} />}
    </>
  );
}
