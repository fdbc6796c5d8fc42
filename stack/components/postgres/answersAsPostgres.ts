import { connect } from 'node:net';

/** The question whether the server speaks TLS: the first thing that any PostgreSQL server answers. */
const SSL_REQUEST = Uint8Array.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const ANSWERS = ['S', 'N'];

/** True when a PostgreSQL server answers at the address of a URL; an open port alone does not. */
export function answersAsPostgres(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write(SSL_REQUEST));
    socket.once('data', (data) => done(ANSWERS.includes(data.toString('latin1', 0, 1))));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}
