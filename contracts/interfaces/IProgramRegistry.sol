// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Program, ProgramSpec} from "../types/Program.sol";

/// @title Programs whose executions can be proved.
/// @notice A program's id binds circuit, key, sources, compiler, setup, executable, statement, schemas and verifier
/// code. Anyone registers; what is registered never changes.
/// @dev Trust: the owner only lists and deprecates. An unlisted program's verifier is whatever its registrant made it:
/// users and providers choose the programs they deal in.
interface IProgramRegistry {
    event ProgramRegistered(
        bytes32 indexed programId, address indexed registrant, address indexed verifier, ProgramSpec spec, bool dev
    );
    event ProgramListed(bytes32 indexed programId, bool listed);
    event ProgramDeprecated(bytes32 indexed programId);

    /// @notice Thrown when no such program is registered.
    error ProgramUnknown(bytes32 programId);
    /// @notice Thrown when the program takes no new jobs.
    error ProgramFrozen(bytes32 programId);
    /// @notice Thrown when the same program was registered before.
    error ProgramExists(bytes32 programId);
    /// @notice Thrown when the verifier holds another key than the program names.
    error KeyMismatch(bytes32 have, bytes32 want);
    /// @notice Thrown when the verifier's key has another number of signals than job proofs.
    error SignalCountMismatch(uint256 have, uint256 want);
    /// @notice Thrown when the verifier's code is no longer the one that the program's id commits to.
    error VerifierChanged(bytes32 programId, address verifier);
    /// @notice Thrown when the address holds no code.
    error NotAContract(address verifier);
    /// @notice Thrown when a development key is registered although the L1 is not a development chain.
    error DevKeyOnLiveChain(uint256 l1ChainId);
    /// @notice Thrown when the caller is neither the owner nor, while it is unlisted, the program's registrant.
    error NotCurator(bytes32 programId, address caller);

    /// @notice Registers a program, unlisted.
    function register(ProgramSpec calldata spec) external returns (bytes32 programId);

    /// @notice Vouches for a program, or takes that back. Owner only.
    function setListed(bytes32 programId, bool listed) external;

    /// @notice Stops new jobs for good; jobs that were submitted before go on with the verifier they pinned.
    function deprecate(bytes32 programId) external;

    /// @notice keccak256(abi.encode("BIGPROG/1", r1csSha256, keyHash, sourceHash, compiler, setupHash, imageDigest,
    /// statementClass, ioSchemaHash, verifier code hash)).
    function programIdOf(ProgramSpec calldata spec) external view returns (bytes32);

    /// @notice A registered program.
    function program(bytes32 programId) external view returns (Program memory);

    /// @notice Verifier of a program that takes new jobs; reverts for any other.
    function openVerifier(bytes32 programId) external view returns (address);

    /// @notice Chain id of the L1 this L2 settles on, which decides whether development keys are accepted.
    function l1ChainId() external view returns (uint256);
}
