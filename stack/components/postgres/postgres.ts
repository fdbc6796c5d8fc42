import type { KnownCause } from '#core';
import type { Component } from '../Component.ts';
import { answersAsPostgres } from './answersAsPostgres.ts';

/** A database of one component. Nobody but its neighbours in the group reaches it. */
export interface PostgresInput {
  /** Name in the group, and of its volume. */
  host: string;
  /** User, password and database. */
  name: string;
}

export const POSTGRES_PORT = 5432;

/** PostgreSQL, for a component that keeps its state in it. */
export const postgres: Component<PostgresInput> = {
  image: 'postgres',
  container: ({ host, name }) => ({
    name: host,
    env: { POSTGRES_USER: name, POSTGRES_PASSWORD: name, POSTGRES_DB: name },
    ports: { sql: { inner: POSTGRES_PORT } },
    volumes: { '/var/lib/postgresql/data': host },
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

/** Why a program of the CDK does not get on with its database. */
export function databaseCause({ host }: PostgresInput): KnownCause {
  return {
    pattern: /password authentication failed|dial tcp.*:5432|failed to connect to `host=/i,
    cause: 'its database does not answer, or knows another password.',
    next: `Look at the log of the container ${host}; begin anew with \`npx bigfile up --reset\`.`,
  };
}

/** The lines of a TOML section in which the programs of the CDK look for their database. */
export function databaseLines(o: PostgresInput & { connections: number }): string[] {
  const same = ['User', 'Password', 'Name'].map((key) => `${key} = ${JSON.stringify(o.name)}`);
  const port = JSON.stringify(String(POSTGRES_PORT));
  const at = [`Host = ${JSON.stringify(o.host)}`, `Port = ${port}`];
  return [...same, ...at, `MaxConns = ${o.connections}`];
}
