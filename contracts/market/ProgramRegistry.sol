// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {IProgramRegistry} from "../interfaces/IProgramRegistry.sol";
import {Program, ProgramSpec} from "../types/Program.sol";

/// @title ProgramRegistry
contract ProgramRegistry is IProgramRegistry, Ownable2Step {
    /// outputCommitment, evaluation, inputCommitment, ctx.
    uint256 private constant JOB_SIGNALS = 4;
    uint256 private constant GETH_DEV_CHAIN_ID = 1337;
    uint256 private constant HARDHAT_CHAIN_ID = 31337;

    /// @inheritdoc IProgramRegistry
    uint256 public immutable l1ChainId;

    mapping(bytes32 programId => Program) private _programs;

    constructor(uint256 l1ChainId_, address owner_) Ownable(owner_) {
        l1ChainId = l1ChainId_;
    }

    /// @inheritdoc IProgramRegistry
    function register(ProgramSpec calldata spec) external returns (bytes32 programId) {
        programId = programIdOf(spec);
        if (_exists(programId)) revert ProgramExists(programId);
        bool dev = _checkVerifier(spec);
        Program storage entry = _programs[programId];
        entry.spec = spec;
        entry.verifierCodehash = spec.verifier.codehash;
        entry.registrant = msg.sender;
        entry.dev = dev;
        emit ProgramRegistered(programId, msg.sender, spec.verifier, spec, dev);
    }

    /// @inheritdoc IProgramRegistry
    function setListed(bytes32 programId, bool listed) external onlyOwner {
        _requireKnown(programId).listed = listed;
        emit ProgramListed(programId, listed);
    }

    /// @inheritdoc IProgramRegistry
    function deprecate(bytes32 programId) external {
        Program storage entry = _requireKnown(programId);
        bool curator = msg.sender == owner() || (msg.sender == entry.registrant && !entry.listed);
        if (!curator) revert NotCurator(programId, msg.sender);
        entry.deprecated = true;
        emit ProgramDeprecated(programId);
    }

    /// @inheritdoc IProgramRegistry
    function program(bytes32 programId) external view returns (Program memory) {
        return _requireKnown(programId);
    }

    /// @inheritdoc IProgramRegistry
    function openVerifier(bytes32 programId) external view returns (address) {
        Program storage entry = _requireKnown(programId);
        if (entry.deprecated) revert ProgramFrozen(programId);
        address verifier = entry.spec.verifier;
        if (verifier.codehash != entry.verifierCodehash) revert VerifierChanged(programId, verifier);
        return verifier;
    }

    /// @inheritdoc IProgramRegistry
    function programIdOf(ProgramSpec calldata spec) public view returns (bytes32) {
        return keccak256(
            abi.encode(
                "BIGPROG/1",
                spec.r1csSha256,
                spec.keyHash,
                spec.sourceHash,
                spec.compiler,
                spec.setupHash,
                spec.imageDigest,
                spec.statementClass,
                spec.ioSchemaHash,
                spec.verifier.codehash
            )
        );
    }

    function _checkVerifier(ProgramSpec calldata spec) private view returns (bool dev) {
        if (spec.verifier.code.length == 0) revert NotAContract(spec.verifier);
        IGroth16Verifier verifier = IGroth16Verifier(spec.verifier);
        bytes32 keyHash = verifier.keyHash();
        if (keyHash != spec.keyHash) revert KeyMismatch(keyHash, spec.keyHash);
        uint256 signals = verifier.signalCount();
        if (signals != JOB_SIGNALS) revert SignalCountMismatch(signals, JOB_SIGNALS);
        dev = verifier.dev();
        if (dev && l1ChainId != GETH_DEV_CHAIN_ID && l1ChainId != HARDHAT_CHAIN_ID) {
            revert DevKeyOnLiveChain(l1ChainId);
        }
    }

    function _exists(bytes32 programId) private view returns (bool) {
        return _programs[programId].registrant != address(0);
    }

    function _requireKnown(bytes32 programId) private view returns (Program storage) {
        if (!_exists(programId)) revert ProgramUnknown(programId);
        return _programs[programId];
    }
}
