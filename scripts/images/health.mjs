// Health of a container of ours: a role answers at /health, a stack has written that it is ready.
import { readFileSync } from 'node:fs';

const { BIGFILE_HEALTH_PORT: port, BIGFILE_HEALTH_FILE: file } = process.env;
try {
  const ok = port
    ? (await fetch(`http://127.0.0.1:${port}/health`)).ok
    : JSON.parse(readFileSync(file, 'utf8')).state === 'ready';
  process.exit(ok ? 0 : 1);
} catch {
  process.exit(1);
}
