/** On everything that the devkit makes in an engine. */
export const OWNER_LABEL = 'dev.bigfile.devkit';
/** The stack that a thing belongs to; see `sessionId`. */
export const SESSION_LABEL = 'dev.bigfile.devkit.session';
/** Name within its stack. */
export const NAME_LABEL = 'dev.bigfile.devkit.name';

/** JSON list of the paths of the files that were copied into a container. */
export const FILES_LABEL = 'dev.bigfile.devkit.files';
/** When a container was started among those of its stack: 0, 1, … */
export const ORDER_LABEL = 'dev.bigfile.devkit.order';

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
