import type { IncomingMessage } from 'node:http';
import { BodyTooLargeError } from './errors.ts';

/**
 * The whole body as text.
 * @param o.limit bytes
 * @throws BodyTooLargeError as soon as the limit is passed
 */
export async function readBody(o: { request: IncomingMessage; limit: number }): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of o.request) {
    size += (chunk as Buffer).length;
    if (size > o.limit) throw new BodyTooLargeError({ limit: o.limit });
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
