// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {Groth16Key} from "./Groth16Key.sol";

/// @title Groth16 verifier over BN254 with its key kept as the code of a second contract.
/// @dev Call it as a contract of its own. It answers false for every malformed or untrue proof, and reverts when it was
/// not given the gas to decide, so that a caller cannot pass off a lack of gas as an invalid proof.
contract Groth16Verifier is IGroth16Verifier {
    uint256 private constant SCALAR_ORDER =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 private constant BASE_ORDER =
        21888242871839275222246405745257275088696311157297823662689037894645226208583;

    uint256 private constant EC_ADD = 0x06;
    uint256 private constant EC_MUL = 0x07;
    uint256 private constant EC_PAIRING = 0x08;

    // Prices of EIP-1108. Each precompile gets exactly its price, because a failing one burns all it was given.
    uint256 private constant EC_ADD_GAS = 150;
    uint256 private constant EC_MUL_GAS = 6_000;
    uint256 private constant EC_PAIRING_GAS = 45_000 + 4 * 34_000;

    // A call passes on at most 63/64 of what is left, hence more than the bare prices; the rest covers our own steps.
    uint256 private constant BASE_FLOOR = EC_PAIRING_GAS * 64 / 63 + 12_000;
    uint256 private constant SIGNAL_FLOOR = EC_ADD_GAS + EC_MUL_GAS + 1_500;

    // Word offsets in the key.
    uint256 private constant ALPHA = 0;
    uint256 private constant BETA = 2;
    uint256 private constant GAMMA = 6;
    uint256 private constant DELTA = 10;
    uint256 private constant IC = 14;

    address private immutable KEY;

    /// @inheritdoc IGroth16Verifier
    bytes32 public immutable keyHash;

    /// @inheritdoc IGroth16Verifier
    uint256 public immutable signalCount;

    /// @inheritdoc IGroth16Verifier
    bool public immutable dev;

    /// @notice Thrown when the public signal at `index` is not below the field's order.
    error SignalOutOfField(uint256 index);
    /// @notice Thrown when the number of public signals is not the key's.
    error SignalCountMismatch(uint256 have, uint256 want);
    /// @notice Thrown when the call does not carry the gas that a decision may take.
    error InsufficientGas(uint256 need, uint256 have);

    /// @param key Words of alpha (x, y), beta, gamma, delta (x.c1, x.c0, y.c1, y.c0 each), then IC points (x, y).
    /// @param dev_ True when the key comes from a development setup.
    constructor(bytes memory key, bool dev_) {
        signalCount = Groth16Key.check(key);
        keyHash = keccak256(key);
        dev = dev_;
        KEY = Groth16Key.store(key);
    }

    /// @inheritdoc IGroth16Verifier
    function verify(uint256[8] calldata proof, uint256[] calldata signals) external view returns (bool) {
        _requireGas();
        _requireSignals(signals);
        for (uint256 i = 0; i < 8; ++i) {
            if (proof[i] >= BASE_ORDER) return false;
        }
        uint256[] memory key = _loadKey();
        (uint256 x, uint256 y) = _sumInputs(key, signals);
        return _pairs(key, proof, x, y);
    }

    /// IC[0] + sum of signals[i] * IC[i + 1]. The key's points were checked at deployment, so neither call can fail.
    function _sumInputs(uint256[] memory key, uint256[] calldata signals) private view returns (uint256, uint256) {
        // The sum so far, then the point and the scalar of the next term, which its product overwrites.
        uint256[5] memory words;
        words[0] = key[IC];
        words[1] = key[IC + 1];
        for (uint256 i = 0; i < signals.length; ++i) {
            words[2] = key[IC + 2 + 2 * i];
            words[3] = key[IC + 3 + 2 * i];
            words[4] = signals[i];
            assembly ("memory-safe") {
                let term := add(words, 0x40)
                pop(staticcall(EC_MUL_GAS, EC_MUL, term, 0x60, term, 0x40))
                pop(staticcall(EC_ADD_GAS, EC_ADD, words, 0x80, words, 0x40))
            }
        }
        return (words[0], words[1]);
    }

    /// e(-A, B) * e(alpha, beta) * e(inputs, gamma) * e(C, delta) == 1
    function _pairs(uint256[] memory key, uint256[8] calldata proof, uint256 inputsX, uint256 inputsY)
        private
        view
        returns (bool)
    {
        uint256[24] memory words;
        words[0] = proof[0];
        words[1] = (BASE_ORDER - proof[1]) % BASE_ORDER;
        for (uint256 i = 0; i < 4; ++i) {
            words[2 + i] = proof[2 + i];
            words[8 + i] = key[BETA + i];
            words[14 + i] = key[GAMMA + i];
            words[20 + i] = key[DELTA + i];
        }
        words[6] = key[ALPHA];
        words[7] = key[ALPHA + 1];
        words[12] = inputsX;
        words[13] = inputsY;
        words[18] = proof[6];
        words[19] = proof[7];
        uint256[1] memory one;
        bool called;
        assembly ("memory-safe") {
            called := staticcall(EC_PAIRING_GAS, EC_PAIRING, words, 0x300, one, 0x20)
        }
        return called && one[0] == 1;
    }

    function _loadKey() private view returns (uint256[] memory key) {
        address source = KEY;
        key = new uint256[](IC + 2 + 2 * signalCount);
        assembly ("memory-safe") {
            // The first byte of the code is the STOP that keeps the key from being run.
            extcodecopy(source, add(key, 0x20), 1, mul(mload(key), 0x20))
        }
    }

    function _requireGas() private view {
        uint256 have = gasleft();
        uint256 need = BASE_FLOOR + SIGNAL_FLOOR * signalCount;
        if (have < need) revert InsufficientGas(need, have);
    }

    function _requireSignals(uint256[] calldata signals) private view {
        if (signals.length != signalCount) revert SignalCountMismatch(signals.length, signalCount);
        for (uint256 i = 0; i < signals.length; ++i) {
            if (signals[i] >= SCALAR_ORDER) revert SignalOutOfField(i);
        }
    }
}
