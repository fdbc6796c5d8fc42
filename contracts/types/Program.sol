// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Everything a program's id commits to, and the verifier that checks its proofs.
/// @param r1csSha256 SHA-256 of the compiled constraint system.
/// @param keyHash keccak256 of the verifying key bytes; must equal the verifier's own.
/// @param sourceHash SHA-256 over the circuit's source tree.
/// @param compiler Compiler, its version and flags.
/// @param setupHash SHA-256 of the setup's transcript.
/// @param imageDigest SHA-256 of the executable a provider runs.
/// @param statementClass What a proof shows, a short ASCII name left-aligned (e.g. "PROVED").
/// @param ioSchemaHash keccak256 of the input and output schemas.
/// @param verifier Contract that answers `IGroth16Verifier` for this key.
struct ProgramSpec {
    bytes32 r1csSha256;
    bytes32 keyHash;
    bytes32 sourceHash;
    string compiler;
    bytes32 setupHash;
    bytes32 imageDigest;
    bytes32 statementClass;
    bytes32 ioSchemaHash;
    address verifier;
}

/// @title A registered program.
/// @param spec As registered; never changes.
/// @param verifierCodehash Code hash of the verifier at registration, part of the id.
/// @param registrant Who registered it.
/// @param listed True when the registry's owner vouches for it.
/// @param deprecated True when it takes no new jobs.
/// @param dev True when its key is a development key, forgeable by anyone.
struct Program {
    ProgramSpec spec;
    bytes32 verifierCodehash;
    address registrant;
    bool listed;
    bool deprecated;
    bool dev;
}
