// SPDX-License-Identifier: GPL-3.0-or-later
import { createRequire } from 'node:module';

type EddsaModule = typeof import('@zk-kit/eddsa-poseidon');

/**
 * EdDSA with Poseidon. Version 1.1.0 of the package cannot be imported as an ES module: it asks the
 * CommonJS package blakejs for named exports that Node does not see. Its CommonJS build works.
 */
export const eddsa: EddsaModule = createRequire(import.meta.url)('@zk-kit/eddsa-poseidon');
