export { BaseError, type BaseErrorOptions } from './BaseError.ts';
export { environment, plainOutput, searchPath } from './config.ts';
export { fromConfigJson, toConfigJson } from './configJson.ts';
export { type ContainerGroup, createContainerGroup } from './containers/createContainerGroup.ts';
export { ensureImage, imageId } from './containers/ensureImage.ts';
export * from './containers/errors.ts';
export { findEngine } from './containers/findEngine.ts';
export { FILES_LABEL, labelFilter, NAME_LABEL, ORDER_LABEL } from './containers/labels.ts';
export { type Removed, removeLeftovers } from './containers/removeLeftovers.ts';
export type * from './containers/types.ts';
export { createFailureLog, type FailureLog } from './createFailureLog.ts';
export { createLifecycle } from './createLifecycle.ts';
export { createLogger, type Logger } from './createLogger.ts';
export { type Death, type DeathPoint, deathPoint } from './deathPoint.ts';
export * from './errors.ts';
export { type Loop, type LoopOptions, loop } from './loop.ts';
export { parseReport, type RoleReport } from './processDoor.ts';
export { type Metric, prometheusText, TextResponse } from './prometheusText.ts';
export { readBody } from './readBody.ts';
export type { Service } from './Service.ts';
export { serveProcess } from './serveProcess.ts';
export { type StartedHttpServer, startHttpServer } from './startHttpServer.ts';
export { type ApiHandler, type ApiRequest, type ApiRoutes, startJsonApi } from './startJsonApi.ts';
export {
  type ProcessEnd,
  type ProcessOptions,
  type StartedProcess,
  startProcess,
} from './startProcess.ts';
export { toJson } from './toJson.ts';
export { type WaitForOptions, waitFor } from './waitFor.ts';
