// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {IVerifierRollup} from "../interfaces/IVerifierRollup.sol";
import {BatchHash} from "../libraries/BatchHash.sol";
import {ValidatorSet} from "../types/ValidatorSet.sol";

/// @title Verifier of one rollup's batch proofs.
/// @notice A proof shows that k validators of the current set signed exactly these public bytes. Whether they
/// executed the batches is up to them: safety needs fewer than k dishonest validators, liveness k honest ones.
contract BatchVerifier is IVerifierRollup, Ownable {
    uint256 private constant _SIGNALS = 3;
    uint256 private constant _PROOF_WORDS = 8;
    uint256 private constant _ALL_WORDS = 24;

    address public immutable rollupManager;
    uint32 public immutable rollupID;
    IGroth16Verifier public immutable groth16;

    /// @notice The set whose signatures count.
    ValidatorSet public validatorSet;

    event ValidatorSetRotated(uint64 indexed epoch, uint256 root, uint32 k, uint32 n);

    /// @notice Proofs are bound to the manager, so nobody else gets an answer.
    error OnlyRollupManager();
    /// @notice A development key, whose secret is public, on a chain of this id.
    error DevKeyOnLiveChain(uint256 chainId);
    /// @notice The key is for another circuit.
    error SignalCountMismatch(uint256 have, uint256 want);
    /// @notice Every set follows the one before.
    error EpochNotNext(uint64 expected, uint64 actual);
    /// @notice Needs 1 <= k <= n and a root other than 0 inside the scalar field.
    error InvalidValidatorSet(uint256 root, uint32 k, uint32 n);

    constructor(
        address _rollupManager,
        uint32 _rollupID,
        IGroth16Verifier _groth16,
        address _owner,
        ValidatorSet memory initial
    ) Ownable(_owner) {
        uint256 signals = _groth16.signalCount();
        if (signals != _SIGNALS) revert SignalCountMismatch(signals, _SIGNALS);
        if (_groth16.dev() && block.chainid != 1337 && block.chainid != 31337) {
            revert DevKeyOnLiveChain(block.chainid);
        }
        rollupManager = _rollupManager;
        rollupID = _rollupID;
        groth16 = _groth16;
        _setValidators(initial);
    }

    /// @notice Replaces the validators; the owner is the timelock.
    /// @param next Its epoch is the present one plus 1.
    function rotate(ValidatorSet calldata next) external onlyOwner {
        uint64 expected = validatorSet.epoch + 1;
        if (next.epoch != expected) revert EpochNotNext(expected, next.epoch);
        _setValidators(next);
    }

    /// @inheritdoc IVerifierRollup
    /// @dev Words 0 to 7 are the Groth16 proof in the order of EIP-197, the other 16 must be 0.
    function verifyProof(bytes32[24] calldata proof, uint256[1] calldata pubSignals) external view returns (bool) {
        if (msg.sender != rollupManager) revert OnlyRollupManager();

        uint256[8] memory words;
        for (uint256 i; i < _ALL_WORDS; i++) {
            if (i < _PROOF_WORDS) words[i] = uint256(proof[i]);
            else if (proof[i] != bytes32(0)) return false;
        }
        uint256[] memory signals = new uint256[](_SIGNALS);
        signals[0] = pubSignals[0];
        signals[1] = domain();
        signals[2] = validatorSet.root;
        return groth16.verify(words, signals);
    }

    /// @notice What signatures are bound to: this chain, manager, rollup and verifier.
    function domain() public view returns (uint256) {
        return uint256(keccak256(abi.encode(block.chainid, rollupManager, rollupID, address(this)))) >> 8;
    }

    function _setValidators(ValidatorSet memory next) private {
        if (next.k == 0 || next.k > next.n || next.root == 0 || next.root >= BatchHash.SCALAR_FIELD) {
            revert InvalidValidatorSet(next.root, next.k, next.n);
        }
        validatorSet = next;
        emit ValidatorSetRotated(next.epoch, next.root, next.k, next.n);
    }
}
