// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Groth16Vector} from "../test/Groth16Vector.sol";
import {VM} from "../test/Vm.sol";
import {Groth16Key} from "./Groth16Key.sol";
import {Groth16Verifier} from "./Groth16Verifier.sol";

contract Groth16VerifierTest {
    uint256 private constant R = 21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 private constant Q = 21888242871839275222246405745257275088696311157297823662689037894645226208583;
    uint256 private constant BETA = 2;
    uint256 private constant GAMMA = 6;
    uint256 private constant DELTA = 10;

    Groth16Verifier private verifier;

    function setUp() public {
        verifier = new Groth16Verifier(Groth16Vector.KEY, true);
    }

    function test_default() public {
        require(verifier.verify(Groth16Vector.proof(), Groth16Vector.signals()), "real proof refused");
        require(verifier.keyHash() == keccak256(Groth16Vector.KEY), "key hash");
        require(verifier.signalCount() == 3, "signal count");
        require(verifier.dev(), "dev");
        require(!new Groth16Verifier(Groth16Vector.KEY, false).dev(), "not dev");
    }

    function test_behavior_acceptsRerandomisedProof() public view {
        uint256[8] memory proof = Groth16Vector.proof();
        // e(-A, -B) = e(A, B): other bytes, the same statement.
        proof[1] = Q - proof[1];
        proof[4] = Q - proof[4];
        proof[5] = Q - proof[5];
        require(verifier.verify(proof, Groth16Vector.signals()), "refused");
    }

    function testFuzz_behavior_refusesOtherSignal(uint256 index, uint256 value) public view {
        uint256[] memory signals = Groth16Vector.signals();
        index %= 3;
        value %= R;
        VM.assume(value != signals[index]);
        signals[index] = value;
        require(!verifier.verify(Groth16Vector.proof(), signals), "accepted");
    }

    function test_behavior_refusesEverySignalPlusOrMinusOne() public view {
        for (uint256 i = 0; i < 3; ++i) {
            uint256[] memory signals = Groth16Vector.signals();
            signals[i] += 1;
            require(!verifier.verify(Groth16Vector.proof(), signals), "plus one accepted");
            signals[i] -= 2;
            require(!verifier.verify(Groth16Vector.proof(), signals), "minus one accepted");
        }
    }

    function test_behavior_refusesEverySwapOfSignals() public view {
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                uint256[] memory signals = Groth16Vector.signals();
                (signals[i], signals[j]) = (signals[j], signals[i]);
                require(!verifier.verify(Groth16Vector.proof(), signals), "accepted");
            }
        }
    }

    function testFuzz_behavior_refusesOtherProofWord(uint256 index, uint256 value) public view {
        uint256[8] memory proof = Groth16Vector.proof();
        index %= 8;
        VM.assume(value != proof[index]);
        proof[index] = value;
        require(!verifier.verify(proof, Groth16Vector.signals()), "accepted");
    }

    function test_behavior_refusesSecondRepresentationOfCoordinates() public view {
        for (uint256 i = 0; i < 8; ++i) {
            uint256[8] memory proof = Groth16Vector.proof();
            proof[i] += Q;
            require(!verifier.verify(proof, Groth16Vector.signals()), "accepted");
        }
    }

    function test_behavior_refusesNegatedPoints() public view {
        uint256[8] memory proof = Groth16Vector.proof();
        proof[1] = Q - proof[1];
        require(!verifier.verify(proof, Groth16Vector.signals()), "-A accepted");
        proof = Groth16Vector.proof();
        proof[7] = Q - proof[7];
        require(!verifier.verify(proof, Groth16Vector.signals()), "-C accepted");
    }

    function test_behavior_refusesPointsAtInfinity() public view {
        uint256[8] memory proof;
        require(!verifier.verify(proof, Groth16Vector.signals()), "all accepted");
        proof = Groth16Vector.proof();
        (proof[0], proof[1]) = (0, 0);
        require(!verifier.verify(proof, Groth16Vector.signals()), "A accepted");
        proof = Groth16Vector.proof();
        (proof[2], proof[3], proof[4], proof[5]) = (0, 0, 0, 0);
        require(!verifier.verify(proof, Groth16Vector.signals()), "B accepted");
        proof = Groth16Vector.proof();
        (proof[6], proof[7]) = (0, 0);
        require(!verifier.verify(proof, Groth16Vector.signals()), "C accepted");
    }

    function test_behavior_refusesPointOutsideSubgroup() public view {
        uint256[8] memory proof = Groth16Vector.proof();
        uint256[4] memory point = _outsideSubgroup();
        for (uint256 i = 0; i < 4; ++i) proof[2 + i] = point[i];
        require(!verifier.verify(proof, Groth16Vector.signals()), "accepted");
    }

    function test_error_signalOutOfField() public {
        for (uint256 i = 0; i < 3; ++i) {
            uint256[] memory signals = Groth16Vector.signals();
            signals[i] += R;
            VM.expectRevert(abi.encodeWithSelector(Groth16Verifier.SignalOutOfField.selector, i));
            verifier.verify(Groth16Vector.proof(), signals);
        }
    }

    function test_error_signalCountMismatch() public {
        VM.expectRevert(abi.encodeWithSelector(Groth16Verifier.SignalCountMismatch.selector, 2, 3));
        verifier.verify(Groth16Vector.proof(), new uint256[](2));
        VM.expectRevert(abi.encodeWithSelector(Groth16Verifier.SignalCountMismatch.selector, 4, 3));
        verifier.verify(Groth16Vector.proof(), new uint256[](4));
    }

    function test_error_truncatedCalldata() public view {
        bytes memory data = abi.encodeCall(verifier.verify, (Groth16Vector.proof(), Groth16Vector.signals()));
        assembly {
            mstore(data, sub(mload(data), 1))
        }
        (bool answered,) = address(verifier).staticcall(data);
        require(!answered, "answered");
    }

    function testFuzz_behavior_lackOfGasNeverLooksLikeAnInvalidProof(uint256 gasLimit) public view {
        _requireTrueOrRevert(verifier, Groth16Vector.signals(), 1_000 + gasLimit % 300_000);
    }

    function test_behavior_floorSufficesForAnyNumberOfSignals() public {
        for (uint256 extra = 0; extra <= 48; extra += 16) {
            (Groth16Verifier padded, uint256[] memory signals) = _padded(extra);
            uint256 floor = _floorOf(padded, signals);
            for (uint256 gasLimit = floor; gasLimit < floor + 20_000; gasLimit += 97) {
                _requireTrueOrRevert(padded, signals, gasLimit);
            }
            (bool answered,) = _call(padded, signals, floor + 10_000);
            require(answered, "floor far from sufficient");
        }
    }

    function test_error_insufficientGas() public view {
        (bool answered, bytes memory data) = _call(verifier, Groth16Vector.signals(), 50_000);
        require(!answered && bytes4(data) == Groth16Verifier.InsufficientGas.selector, "another answer");
    }

    /// @dev Where the key would be stored, there is code already.
    function test_error_keyNotStored() public {
        address next = VM.computeCreateAddress(address(this), VM.getNonce(address(this)));
        VM.etch(VM.computeCreateAddress(next, 1), hex"00");
        _expectKeyError(Groth16Vector.KEY, abi.encodeWithSelector(Groth16Key.KeyNotStored.selector));
    }

    function test_error_badKeyLength() public {
        _expectKeyError(hex"", abi.encodeWithSelector(Groth16Key.BadKeyLength.selector, 0));
        bytes memory key = bytes.concat(Groth16Vector.KEY, hex"00");
        _expectKeyError(key, abi.encodeWithSelector(Groth16Key.BadKeyLength.selector, key.length));
        // A key of no signals: IC[0] only.
        key = _slice(Groth16Vector.KEY, 16 * 32);
        _expectKeyError(key, abi.encodeWithSelector(Groth16Key.BadKeyLength.selector, 16 * 32));
    }

    function test_error_badKeyPoint_offCurve() public {
        for (uint256 word = 0; word < 22; ++word) {
            bytes memory key = Groth16Vector.KEY;
            _set(key, word, _get(key, word) ^ 1);
            _expectKeyError(key, abi.encodeWithSelector(Groth16Key.BadKeyPoint.selector, _pointOf(word)));
        }
    }

    function test_error_badKeyPoint_outOfField() public {
        for (uint256 word = 0; word < 22; ++word) {
            bytes memory key = Groth16Vector.KEY;
            _set(key, word, _get(key, word) + Q);
            _expectKeyError(key, abi.encodeWithSelector(Groth16Key.BadKeyPoint.selector, _pointOf(word)));
        }
    }

    function test_error_badKeyPoint_zero() public {
        for (uint256 word = 0; word < 22; ++word) {
            uint256 point = _pointOf(word);
            bytes memory key = Groth16Vector.KEY;
            for (uint256 i = point; i < 22 && _pointOf(i) == point; ++i) _set(key, i, 0);
            _expectKeyError(key, abi.encodeWithSelector(Groth16Key.BadKeyPoint.selector, point));
        }
    }

    function test_error_badKeyPoint_outsideSubgroup() public {
        uint256[4] memory point = _outsideSubgroup();
        for (uint256 word = BETA; word <= DELTA; word += 4) {
            bytes memory key = Groth16Vector.KEY;
            for (uint256 i = 0; i < 4; ++i) _set(key, word + i, point[i]);
            _expectKeyError(key, abi.encodeWithSelector(Groth16Key.BadKeyPoint.selector, word));
        }
    }

    function test_error_gammaEqualsDelta() public {
        bytes memory key = Groth16Vector.KEY;
        for (uint256 i = 0; i < 4; ++i) _set(key, GAMMA + i, _get(key, DELTA + i));
        _expectKeyError(key, abi.encodeWithSelector(Groth16Key.GammaEqualsDelta.selector));
        for (uint256 i = 2; i < 4; ++i) _set(key, GAMMA + i, Q - _get(key, DELTA + i));
        _expectKeyError(key, abi.encodeWithSelector(Groth16Key.GammaEqualsDelta.selector));
    }

    function test_error_keyPointIsGenerator() public {
        bytes memory key = Groth16Vector.KEY;
        _set(key, 0, 1);
        _set(key, 1, Q - 2);
        _expectKeyError(key, abi.encodeWithSelector(Groth16Key.KeyPointIsGenerator.selector, 0));
        // snarkjs leaves gamma at the generator of G2, which gives us its words.
        for (uint256 word = BETA; word <= DELTA; word += DELTA - BETA) {
            key = Groth16Vector.KEY;
            for (uint256 i = 0; i < 4; ++i) _set(key, word + i, _get(key, GAMMA + i));
            _expectKeyError(key, abi.encodeWithSelector(Groth16Key.KeyPointIsGenerator.selector, word));
        }
    }

    function _expectKeyError(bytes memory key, bytes memory error_) private {
        VM.expectRevert(error_);
        new Groth16Verifier(key, true);
    }

    /// The same statement under a key of more signals, the added ones zero.
    function _padded(uint256 extra) private returns (Groth16Verifier padded, uint256[] memory signals) {
        bytes memory key = Groth16Vector.KEY;
        bytes memory point = abi.encode(_get(key, 14), _get(key, 15));
        for (uint256 i = 0; i < extra; ++i) key = bytes.concat(key, point);
        signals = new uint256[](3 + extra);
        for (uint256 i = 0; i < 3; ++i) signals[i] = Groth16Vector.signals()[i];
        padded = new Groth16Verifier(key, true);
    }

    function _floorOf(Groth16Verifier target, uint256[] memory signals) private view returns (uint256 floor) {
        (, bytes memory data) = _call(target, signals, 30_000);
        assembly {
            floor := mload(add(data, 0x24))
        }
    }

    function _requireTrueOrRevert(Groth16Verifier target, uint256[] memory signals, uint256 gasLimit) private view {
        (bool answered, bytes memory data) = _call(target, signals, gasLimit);
        require(!answered || abi.decode(data, (bool)), "called a valid proof invalid");
    }

    function _call(Groth16Verifier target, uint256[] memory signals, uint256 gasLimit)
        private
        view
        returns (bool, bytes memory)
    {
        bytes memory data = abi.encodeCall(target.verify, (Groth16Vector.proof(), signals));
        return address(target).staticcall{gas: gasLimit}(data);
    }

    /// On the twist, at x = 1, of an order other than that of the pairing's group.
    function _outsideSubgroup() private pure returns (uint256[4] memory) {
        return [
            uint256(0),
            1,
            0x0d1271953ed9ea0836846e70a1934187998c7f790cb4d7511b7f8da82de048a4,
            0x2869111d5381f072f8e2728fdb825a51aadd70e52c9830e9ab4b871c0531f1bb
        ];
    }

    function _pointOf(uint256 word) private pure returns (uint256) {
        if (word < BETA) return 0;
        return word < 14 ? BETA + (word - BETA) / 4 * 4 : word / 2 * 2;
    }

    function _slice(bytes memory data, uint256 length) private pure returns (bytes memory) {
        assembly {
            mstore(data, length)
        }
        return data;
    }

    function _get(bytes memory key, uint256 word) private pure returns (uint256 value) {
        assembly {
            value := mload(add(add(key, 0x20), mul(word, 0x20)))
        }
    }

    function _set(bytes memory key, uint256 word, uint256 value) private pure {
        assembly {
            mstore(add(add(key, 0x20), mul(word, 0x20)), value)
        }
    }
}
