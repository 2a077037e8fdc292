import type { Readable } from 'node:stream';

/** A stream was closed before its end. */
export class CutOffError extends Error {
  override readonly name = 'CutOffError';
}

/**
 * Reads a stream part by part, to its end or until no more is wanted: then it is paused, and left to the caller. An
 * iterator would take several promises for each part.
 *
 * @param take returns whether to go on; may throw
 * @throws what `take` throws, the error of the stream, or a CutOffError
 */
export function eachPart(source: Readable, take: (part: Buffer) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      source.off('data', onData).off('end', onEnd).off('close', onClose);
    };
    const onEnd = () => {
      stop();
      resolve();
    };
    const onError = (error: Error) => {
      stop();
      reject(error);
    };
    const onClose = () => {
      onError(new CutOffError());
    };
    const onData = (part: Buffer) => {
      try {
        if (take(part)) return;
        source.pause();
        onEnd();
      } catch (error) {
        source.pause();
        onError(error as Error);
      }
    };
    if (source.readableEnded) resolve();
    else if (source.destroyed) onClose();
    // Errors are listened to even afterwards: nobody else does.
    else source.on('error', onError).on('close', onClose).on('end', onEnd).on('data', onData);
  });
}
