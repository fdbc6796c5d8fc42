import { connect } from 'node:http2';

/** True when a server at the URL speaks HTTP/2 without TLS, as a gRPC server does; an open port alone does not. */
export function answersHttp2(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(url);
    const done = (answer: boolean) => {
      session.destroy();
      resolve(answer);
    };
    session.once('remoteSettings', () => done(true));
    session.once('error', () => done(false));
    session.once('close', () => done(false));
  });
}
