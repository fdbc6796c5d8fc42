// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title What a job asks of a provider's machine.
/// @param hwClass Exact class, a short ASCII name left-aligned (e.g. "cpu"); zero accepts any.
/// @param minVramMiB Least GPU memory, MiB.
/// @param minMemoryMiB Least main memory, MiB.
/// @param minCores Least CPU cores.
struct HardwareNeeds {
    bytes32 hwClass;
    uint32 minVramMiB;
    uint32 minMemoryMiB;
    uint16 minCores;
}

/// @title What a provider declares about itself.
/// @param payout Account credited with earnings.
/// @param hwClass Class of the machine, a short ASCII name left-aligned.
/// @param vramMiB GPU memory, MiB.
/// @param memoryMiB Main memory, MiB.
/// @param cores CPU cores.
/// @param endpoint URL of the provider's API.
struct ProviderRecord {
    address payout;
    bytes32 hwClass;
    uint32 vramMiB;
    uint32 memoryMiB;
    uint16 cores;
    string endpoint;
}

// Reasons for which a provider cannot be given a job, in the order they are looked at. Zero means eligible.
bytes32 constant REASON_UNREGISTERED = "UNREGISTERED";
bytes32 constant REASON_UNSTAKED = "UNSTAKED";
bytes32 constant REASON_HW_CLASS = "HW_CLASS";
bytes32 constant REASON_VRAM = "VRAM";
bytes32 constant REASON_MEMORY = "MEMORY";
bytes32 constant REASON_CORES = "CORES";
bytes32 constant REASON_FAILED_BEFORE = "FAILED_BEFORE";
