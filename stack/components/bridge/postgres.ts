import type { Component } from '../Component.ts';
import { answersAsPostgres } from './answersAsPostgres.ts';

/** Name in the group, and user, password and database: nobody but its neighbours reaches it. */
export const POSTGRES = { host: 'postgres', port: 5432, name: 'bridge' };

/** The database of zkevm-bridge-service. */
export const postgres: Component<undefined> = {
  image: 'postgres',
  container: () => ({
    name: POSTGRES.host,
    env: {
      POSTGRES_USER: POSTGRES.name,
      POSTGRES_PASSWORD: POSTGRES.name,
      POSTGRES_DB: POSTGRES.name,
    },
    ports: { sql: { inner: POSTGRES.port } },
    volumes: { '/var/lib/postgresql/data': 'postgres' },
    ready: [
      {
        // While it makes the database it listens on its socket only.
        what: 'PostgreSQL to take connections',
        timeoutMs: 180_000,
        check: async (c) => (await answersAsPostgres(c.url('sql'))) || undefined,
      },
    ],
    causes: [
      {
        pattern: /database files are incompatible with server/i,
        cause: 'its volume was made by another version of PostgreSQL.',
        next: 'Begin anew: `npx bigfile up --reset`.',
      },
    ],
  }),
};
