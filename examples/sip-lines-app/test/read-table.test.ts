import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTable } from '../src/many/read-table.ts';

const inputsOf = (text: string) => readTable(text).rows.map(({ input }) => input);

it.each(['\t', ';', ','])('reads columns between %j, in the order of the form', (separator) => {
  const text = [
    ['Sales', 'sip.example.com', 'sales', 'secret', 'Office'].join(separator),
    ['Support', 'sip.example.com', 'support', ''].join(separator),
  ].join('\r\n');
  expect(inputsOf(text)).toEqual([
    { title: 'Sales', server: 'sip.example.com', login: 'sales', password: 'secret', type: 'OFFICE' },
    { title: 'Support', server: 'sip.example.com', login: 'support', password: '', type: 'CLOUD' },
  ]);
});

it('reads columns in the order that the first row names', () => {
  expect(inputsOf('Пароль\tТип\tНазвание\n\nsecret\tофисная\tПродажи\n')).toEqual([
    { title: 'Продажи', server: '', login: '', password: 'secret', type: 'OFFICE' },
  ]);
});

it('says what it cannot understand', () => {
  expect(readTable('a,b,c,d,kitchen\na,b,c,d,cloud,f').rows.map(({ problem }) => problem)).toEqual([
    'The type must be cloud or office.',
    'There are too many columns.',
  ]);
});

it('takes a quotation mark that closes nowhere as it is', () => {
  expect(inputsOf('a\tb\tc\t"d')).toMatchObject([{ password: '"d' }]);
  expect(inputsOf('a\tb\tc\td"e"')).toMatchObject([{ password: 'd"e"' }]);
});

it('gives back whatever a spreadsheet wrote', () => {
  const cell = fc.string({ unit: 'grapheme' });
  const row = fc.tuple(cell, cell, cell, cell).filter((cells) => cells.some((each) => each.trim() !== ''));
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), fc.constantFrom('\n', '\r\n'), (rows, end) => {
      const text = ['title\tserver\tlogin\tpassword', ...rows.map((cells) => cells.map(quoted).join('\t'))];
      const read = inputsOf(text.join(end));
      expect(read.map(({ title, server, login, password }) => [title, server, login, password])).toEqual(
        rows,
      );
    }),
  );
});

it('ends, whatever is pasted', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '"', '\t', ';', ',', '\r', '\n', ' ') }),
      (text) => readTable(text).rows.length <= text.length,
    ),
  );
});
