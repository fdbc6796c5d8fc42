// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Admission of a Groth16 verifying key: shape, points, the known ways a setup is left forgeable.
/// @dev Words: alpha (2), beta (4), gamma (4), delta (4), IC (2 each). G2 points as x.c1, x.c0, y.c1, y.c0.
library Groth16Key {
    uint256 private constant BASE_ORDER =
        21888242871839275222246405745257275088696311157297823662689037894645226208583;

    // Price of a pairing check of one pair (EIP-1108); a failing precompile burns all it was given.
    uint256 private constant ONE_PAIR_GAS = 45_000 + 34_000;

    // Generator of G2, x coordinate.
    uint256 private constant G2_X1 =
        11559732032986387107991004021392285783925812861821192530917403151452391805634;
    uint256 private constant G2_X0 =
        10857046999023057135944570762232829481370756359578518086990519993285655852781;

    uint256 private constant ALPHA = 0;
    uint256 private constant BETA = 2;
    uint256 private constant GAMMA = 6;
    uint256 private constant DELTA = 10;
    uint256 private constant IC = 14;

    /// @notice Thrown when the key is not fourteen words and at least two IC points.
    error BadKeyLength(uint256 length);
    /// @notice Thrown when the point at `word` is zero, off its curve or outside its group.
    error BadKeyPoint(uint256 word);
    /// @notice Thrown when the point at `word` is the group's generator or its negative: its secret is known.
    error KeyPointIsGenerator(uint256 word);
    /// @notice Thrown when gamma equals delta or its negative, as before any phase 2: everyone can forge proofs.
    error GammaEqualsDelta();
    /// @notice Thrown when the key's code could not be deployed.
    error KeyNotStored();

    /// @notice Reverts unless the key can be trusted as far as a contract can tell.
    /// @return signalCount Number of public signals.
    function check(bytes memory key) internal view returns (uint256 signalCount) {
        bool shaped = key.length % 64 == 0 && key.length >= 32 * (IC + 4);
        if (!shaped) revert BadKeyLength(key.length);
        _checkG1(key, ALPHA);
        _checkG2(key, BETA);
        _checkG2(key, GAMMA);
        _checkG2(key, DELTA);
        for (uint256 word = IC; word < key.length / 32; word += 2) _checkG1(key, word);
        _checkSecrets(key);
        return key.length / 64 - IC / 2 - 1;
    }

    /// @notice Deploys a contract whose code is STOP and the key.
    function store(bytes memory key) internal returns (address source) {
        // Copies everything after its own eleven bytes and returns it as the code.
        bytes memory init = abi.encodePacked(hex"600b80380380915f395ff3", hex"00", key);
        assembly ("memory-safe") {
            source := create(0, add(init, 0x20), mload(init))
        }
        if (source == address(0)) revert KeyNotStored();
    }

    function _checkSecrets(bytes memory key) private pure {
        // A point is the generator or its negative exactly when the x coordinates are equal.
        if (_word(key, ALPHA) == 1) revert KeyPointIsGenerator(ALPHA);
        if (_sameX(key, BETA, G2_X1, G2_X0)) revert KeyPointIsGenerator(BETA);
        if (_sameX(key, DELTA, G2_X1, G2_X0)) revert KeyPointIsGenerator(DELTA);
        if (_sameX(key, GAMMA, _word(key, DELTA), _word(key, DELTA + 1))) revert GammaEqualsDelta();
    }

    function _checkG1(bytes memory key, uint256 word) private pure {
        uint256 x = _word(key, word);
        uint256 y = _word(key, word + 1);
        bool below = x < BASE_ORDER && y < BASE_ORDER;
        uint256 right = addmod(mulmod(mulmod(x, x, BASE_ORDER), x, BASE_ORDER), 3, BASE_ORDER);
        // Zero is off the curve, so the equation rules it out as well.
        if (!below || mulmod(y, y, BASE_ORDER) != right) revert BadKeyPoint(word);
    }

    function _checkG2(bytes memory key, uint256 word) private view {
        uint256[6] memory pair =
            [1, 2, _word(key, word), _word(key, word + 1), _word(key, word + 2), _word(key, word + 3)];
        bool zero = pair[2] | pair[3] | pair[4] | pair[5] == 0;
        uint256[1] memory result;
        bool valid;
        assembly ("memory-safe") {
            // The precompile refuses coordinates out of the field and points off the curve or outside the group.
            valid := staticcall(ONE_PAIR_GAS, 0x08, pair, 0xc0, result, 0x20)
        }
        if (zero || !valid) revert BadKeyPoint(word);
    }

    function _sameX(bytes memory key, uint256 word, uint256 x1, uint256 x0) private pure returns (bool) {
        return _word(key, word) == x1 && _word(key, word + 1) == x0;
    }

    function _word(bytes memory key, uint256 word) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(add(key, 0x20), mul(word, 0x20)))
        }
    }
}
