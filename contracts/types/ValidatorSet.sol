// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Validators whose signatures a batch proof shows.
/// @param epoch Number of the set; every rotation adds one.
/// @param root Commitment to k, n, epoch and the keys (Poseidon, a BN254 scalar).
/// @param k Signatures needed.
/// @param n Slots in the set.
struct ValidatorSet {
    uint64 epoch;
    uint256 root;
    uint32 k;
    uint32 n;
}
