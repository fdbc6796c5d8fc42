/** On everything that the devkit makes in an engine. */
export const OWNER_LABEL = 'dev.bigfile.devkit';
/** The stack that a thing belongs to; see `sessionId`. */
export const SESSION_LABEL = 'dev.bigfile.devkit.session';
/** Name within its stack. */
export const NAME_LABEL = 'dev.bigfile.devkit.name';

/** The labels of one thing of a stack. */
export function labelsOf(o: { session: string; name?: string }): Record<string, string> {
  return {
    [OWNER_LABEL]: 'true',
    [SESSION_LABEL]: o.session,
    ...(o.name === undefined ? {} : { [NAME_LABEL]: o.name }),
  };
}

/** Filter for the engine's lists: one stack's things, or those of all stacks. */
export function labelFilter(session: string | undefined): { label: string[] } {
  return { label: [session === undefined ? OWNER_LABEL : `${SESSION_LABEL}=${session}`] };
}
