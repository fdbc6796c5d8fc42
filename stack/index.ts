export { runCli } from './cli/runCli.ts';
