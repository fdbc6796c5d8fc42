// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

// Role ids of the stake vault: short ASCII names, left-aligned. The vault accepts any other id its owner opens.

// Runs jobs and delivers their results.
bytes32 constant PROVIDER_ROLE = "PROVIDER";
// Matches jobs with providers' offers.
bytes32 constant SCHEDULER_ROLE = "SCHEDULER";
// Re-executes batches and signs them.
bytes32 constant VALIDATOR_ROLE = "VALIDATOR";
// Orders transactions on the L2.
bytes32 constant SEQUENCER_ROLE = "SEQUENCER";
