import { createRequire } from 'node:module';
import hardhatToolboxViem from '@nomicfoundation/hardhat-toolbox-viem';
import { defineConfig } from 'hardhat/config';

// The compiler comes from npm, so that a build needs no download of its own.
const soljson = createRequire(import.meta.url).resolve('solc/soljson.js');

export default defineConfig({
  plugins: [hardhatToolboxViem],
  paths: { sources: './contracts', tests: { solidity: './contracts' } },
  solidity: {
    profiles: {
      default: {
        version: '0.8.30',
        path: soljson,
        settings: {
          // Nothing newer: what runs on the L2 must not need Cancun (docs/architecture.md, "The chain").
          evmVersion: 'shanghai',
          optimizer: { enabled: true, runs: 200 },
        },
      },
    },
  },
  test: { solidity: { fuzz: { runs: 256 } } },
});
