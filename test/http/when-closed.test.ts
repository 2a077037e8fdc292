import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { whenClosed } from '../../src/http/when-closed.ts';

it('calls all in their order, by one listener, once', () => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.on('close', () => undefined);
  const before = response.listenerCount('close');
  const called: number[] = [];
  for (let index = 0; index < 20; index += 1) whenClosed(response, () => called.push(index));
  expect(response.listenerCount('close')).toBe(before + 1);
  response.emit('close');
  response.emit('close');
  expect(called).toEqual(Array.from({ length: 20 }, (_, index) => index));
});
