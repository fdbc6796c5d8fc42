/** How long a command waits for what others have to do, milliseconds. */
export const TIMEOUT_MS = 600_000;
