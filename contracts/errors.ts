import type { Address, Hex } from 'viem';
import { BaseError } from '#core';

/** The compiled form of a contract was not found. */
export class ArtifactMissingError extends BaseError {
  constructor(o: { contract: string; folder: string }) {
    super(`No artifact of contract ${o.contract} below ${o.folder}.`, {
      code: 'CONTRACTS_ARTIFACT_MISSING',
      metaMessages: ['Compile the contracts first: npx hardhat build'],
    });
  }
}

/** A transaction of a deployment reverted. */
export class DeploymentFailedError extends BaseError {
  constructor(o: { step: string; hash: Hex; gasUsed: bigint; gas: bigint; reason?: string }) {
    super(`Deployment step "${o.step}" reverted in transaction ${o.hash}.`, {
      code: 'CONTRACTS_DEPLOYMENT_FAILED',
      ...(o.reason ? { details: o.reason } : {}),
      metaMessages: [
        o.gasUsed === o.gas
          ? `It used all of its ${o.gas} gas.`
          : `It used ${o.gasUsed} of ${o.gas} gas.`,
      ],
    });
  }
}

/** Another deployment took the addresses that this one would use. */
export class AlreadyDeployedError extends BaseError {
  constructor(o: { contract: string; address: Address; salt: Hex }) {
    super(`There is code at ${o.address}, where ${o.contract} would go with salt ${o.salt}.`, {
      code: 'CONTRACTS_ALREADY_DEPLOYED',
      metaMessages: ['Deploy with another salt, or use the contracts that are there.'],
    });
  }
}

/** The deployer cannot pay for the deployment. */
export class DeployerFundsError extends BaseError {
  constructor(o: { deployer: Address; balance: bigint; needed: bigint }) {
    super(`Deployer ${o.deployer} has ${o.balance} wei and needs up to ${o.needed} wei.`, {
      code: 'CONTRACTS_DEPLOYER_FUNDS',
      metaMessages: ['Fund the deployer, or lower the gas price.'],
    });
  }
}

/** The scratch chain lacks a contract of the L2 genesis. */
export class PredeployMissingError extends BaseError {
  constructor(o: { contract: string; address: Address }) {
    super(`The scratch chain has no code at ${o.address}, where ${o.contract} should be.`, {
      code: 'CONTRACTS_PREDEPLOY_MISSING',
      metaMessages: ['Run all steps of l2Predeploys on it, in order, and check their receipts.'],
    });
  }
}

/** The manager created the rollup elsewhere than computed, or not at all. */
export class UnexpectedRollupError extends BaseError {
  constructor(o: { expected: Address; actual: Address | undefined }) {
    super(`The rollup should be at ${o.expected}; the manager tells ${o.actual ?? 'of none'}.`, {
      code: 'CONTRACTS_UNEXPECTED_ROLLUP',
      metaMessages: ['Compare the chain with the receipts of the deployment, and deploy anew.'],
    });
  }
}

/** Somebody else was faster: the verifier is made for another number. */
export class RollupNumberError extends BaseError {
  constructor(o: { expected: number; actual: number | undefined }) {
    super(
      `The manager made rollup ${o.actual ?? 'none'}, its verifier is for rollup ${o.expected}.`,
      {
        code: 'CONTRACTS_ROLLUP_NUMBER',
        metaMessages: ['Another rollup was attached at the same time; attach this one again.'],
      },
    );
  }
}

/** The timelock that decides on rollup types does not act at once. */
export class TimelockDelayError extends BaseError {
  constructor(o: { timelock: Address; seconds: bigint }) {
    super(`The timelock ${o.timelock} holds every decision for ${o.seconds} seconds.`, {
      code: 'CONTRACTS_TIMELOCK_DELAY',
      metaMessages: [
        'A rollup is attached in one go only where the delay is 0, as on dev chains.',
        'Elsewhere propose addNewRollupType to the timelock, execute it when the time has come, and call createNewRollup.',
      ],
    });
  }
}

/** The official settlement contracts were asked for, and are not there. */
export class OfficialContractsMissingError extends BaseError {
  constructor(o: { folder: string; missing: readonly string[] }) {
    const what = o.missing.length > 0 ? o.missing.join(', ') : 'the official settlement contracts';
    super(`No artifact of ${what} in ${o.folder}.`, {
      code: 'CONTRACTS_OFFICIAL_MISSING',
      metaMessages: [
        'Compile them: git clone --branch v12.1.4 https://github.com/agglayer/agglayer-contracts, there ' +
          'npm install && npx hardhat compile, and give that directory: --contracts-path <dir> ' +
          '(BIGFILE_CONTRACTS_PATH). Artifacts may be anywhere below it.',
        'Without a path the installed package is taken: npm install --no-save ' +
          'github:0xPolygonHermez/zkevm-contracts. It ships no manager for fresh deployments (one whose ' +
          'name ends in NotUpgraded): add its artifact to the package, or compile.',
        'Or take ours: --contracts embedded.',
      ],
      docsPath: 'settlement.md',
    });
  }
}

/** A settlement contract takes other arguments than any release that we know. */
export class UnknownReleaseError extends BaseError {
  constructor(o: { functionName: string; arities: readonly number[] }) {
    const observed =
      o.arities.length > 0 ? `with ${o.arities.join(' or ')} arguments` : 'not at all';
    super(`The rollup contracts have ${o.functionName} ${observed}; no known release does.`, {
      code: 'CONTRACTS_UNKNOWN_RELEASE',
      metaMessages: ['Take a release between v8.0.0-fork.12 and v12.1.4, or --contracts embedded.'],
      docsPath: 'settlement.md',
    });
  }
}
