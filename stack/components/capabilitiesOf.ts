import { type Capability, stackCapabilities } from './capabilities.ts';
import { type L2EngineName, l1EngineOf, l2Engines } from './engines.ts';

/** The options that say of which parts a stack is made. */
interface Choices {
  l1: string;
  l2: L2EngineName;
  bridge: 'embedded' | 'official';
  da: 'rollup' | 'validium';
  settlement: 'embedded' | 'cdk-node';
  committee: 'embedded' | 'official';
  in: 'processes' | 'containers';
}

const BRIDGES: Record<Choices['bridge'], readonly Capability[]> = {
  embedded: ['moreRollups', 'claimRetries', 'hostProcesses'],
  // It looks at deposits when an exit root arrives, and at no other time.
  official: [],
};
const DATA: Record<Choices['da'], readonly Capability[]> = {
  rollup: ['moreRollups', 'hostProcesses'],
  validium: ['hostProcesses'],
};
const SETTLEMENTS: Record<Choices['settlement'], readonly Capability[]> = {
  embedded: ['validatorProofs', 'forcedBatches', 'moreRollups', 'hostProcesses'],
  'cdk-node': [],
};
const ROLES: Record<Choices['in'], readonly Capability[]> = {
  processes: ['hostProcesses'],
  containers: [],
};

/** What a stack of these options can do; known before it starts. */
export function capabilitiesOf(o: Choices): Capability[] {
  return stackCapabilities({
    l1: l1EngineOf(o.l1).capabilities,
    l2: l2Engines[o.l2].capabilities,
    bridge: BRIDGES[o.bridge],
    da: o.committee === 'official' ? [] : DATA[o.da],
    settlement: SETTLEMENTS[o.settlement],
    roles: ROLES[o.in],
  });
}
