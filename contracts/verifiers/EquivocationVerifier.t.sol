// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BatchHash} from "../libraries/BatchHash.sol";
import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {EquivocationVerifier} from "./EquivocationVerifier.sol";

contract EquivocationVerifierTest is Assert {
    uint256 private constant KEY = 7;

    EquivocationVerifier private judge = new EquivocationVerifier();

    function test_judge_default_twoStateRoots() public view {
        (address validator, bytes32 id) = judge.judge(_pair(_input(1, 1), _input(2, 1)), _signed(_input(1, 1), _input(2, 1)));
        assertEq(validator, VM.addr(KEY));
        (, bytes32 again) = judge.judge(_pair(_input(3, 1), _input(1, 1)), _signed(_input(3, 1), _input(1, 1)));
        require(id == again, "one range, two ids");
        bytes memory statement = BatchHash.snarkBytes(_input(1, 1));
        bytes32 range = keccak256(bytes.concat(_cut(statement, 20, 108), _cut(statement, 140, 172), _cut(statement, 204, 212)));
        assertEq(id, keccak256(abi.encode(keccak256("BIGEQUIVOCATION/1"), validator, range)));
    }

    function test_judge_default_twoExitRoots() public view {
        (address validator,) = judge.judge(_pair(_input(1, 1), _input(1, 2)), _signed(_input(1, 1), _input(1, 2)));
        assertEq(validator, VM.addr(KEY));
    }

    function test_judge_default_differentAggregators() public view {
        BatchHash.SnarkInput memory other = _input(2, 1);
        other.aggregator = address(0xdead);
        judge.judge(_pair(_input(1, 1), other), _signed(_input(1, 1), other));
    }

    function test_judge_error_sameResult() public {
        BatchHash.SnarkInput memory other = _input(1, 1);
        other.aggregator = address(0xdead);
        bytes32 result = keccak256(abi.encode(uint256(1), uint256(1)));
        VM.expectRevert(abi.encodeWithSelector(EquivocationVerifier.SameResult.selector, result));
        judge.judge(_pair(_input(1, 1), other), _signed(_input(1, 1), other));
    }

    /// Anything that makes it another range clears the validator.
    function testFuzz_judge_error_differentRanges(uint256 field) public {
        BatchHash.SnarkInput memory other = _input(2, 1);
        field %= 7;
        if (field == 0) other.oldStateRoot = "x";
        if (field == 1) other.oldAccInputHash = "x";
        if (field == 2) other.initNumBatch += 1;
        if (field == 3) other.chainID += 1;
        if (field == 4) other.forkID += 1;
        if (field == 5) other.newAccInputHash = "x";
        if (field == 6) other.finalNewBatch += 1;
        _expect(EquivocationVerifier.DifferentRanges.selector, _pair(_input(1, 1), other), _signed(_input(1, 1), other));
    }

    function test_judge_error_differentSigners() public {
        bytes[2] memory signatures = [_sign(_input(1, 1), KEY), _sign(_input(2, 1), KEY + 1)];
        VM.expectRevert(
            abi.encodeWithSelector(
                EquivocationVerifier.DifferentSigners.selector, VM.addr(KEY), VM.addr(KEY + 1)
            )
        );
        judge.judge(_pair(_input(1, 1), _input(2, 1)), signatures);
    }

    /// A signature of something else recovers to somebody else.
    function test_judge_error_signatureOfAnotherStatement() public {
        _expect(
            EquivocationVerifier.DifferentSigners.selector,
            _pair(_input(1, 1), _input(2, 1)),
            _signed(_input(1, 1), _input(3, 1))
        );
    }

    function test_judge_error_badSignature() public {
        bytes[2] memory statements = _pair(_input(1, 1), _input(2, 1));
        bytes[2] memory signatures = _signed(_input(1, 1), _input(2, 1));
        bytes memory good = signatures[1];
        signatures[1] = hex"00";
        _expect(EquivocationVerifier.BadSignature.selector, statements, signatures);
        signatures[1] = new bytes(65);
        _expect(EquivocationVerifier.BadSignature.selector, statements, signatures);
        // The other s of the same signature.
        (bytes32 r, bytes32 s, uint8 v) = _split(good);
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        signatures[1] = abi.encodePacked(r, order - uint256(s), v == 27 ? uint8(28) : uint8(27));
        _expect(EquivocationVerifier.BadSignature.selector, statements, signatures);
    }

    function test_judge_error_badStatementLength() public {
        bytes[2] memory statements = _pair(_input(1, 1), _input(2, 1));
        bytes[2] memory signatures = _signed(_input(1, 1), _input(2, 1));
        statements[1] = bytes.concat(statements[1], hex"00");
        VM.expectRevert(abi.encodeWithSelector(EquivocationVerifier.BadStatementLength.selector, 1, 213));
        judge.judge(statements, signatures);
        statements[0] = "";
        VM.expectRevert(abi.encodeWithSelector(EquivocationVerifier.BadStatementLength.selector, 0, 0));
        judge.judge(statements, signatures);
    }

    function _expect(bytes4 selector, bytes[2] memory statements, bytes[2] memory signatures) private view {
        (bool done, bytes memory data) =
            address(judge).staticcall(abi.encodeCall(judge.judge, (statements, signatures)));
        require(!done && bytes4(data) == selector, "another answer");
    }

    function _pair(BatchHash.SnarkInput memory a, BatchHash.SnarkInput memory b)
        private
        pure
        returns (bytes[2] memory)
    {
        return [BatchHash.snarkBytes(a), BatchHash.snarkBytes(b)];
    }

    function _signed(BatchHash.SnarkInput memory a, BatchHash.SnarkInput memory b)
        private
        pure
        returns (bytes[2] memory)
    {
        return [_sign(a, KEY), _sign(b, KEY)];
    }

    function _sign(BatchHash.SnarkInput memory input, uint256 key) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, keccak256(BatchHash.snarkBytes(input)));
        return abi.encodePacked(r, s, v);
    }

    function _split(bytes memory signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly ("memory-safe") {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
    }

    function _input(uint256 stateRoot, uint256 exitRoot) private pure returns (BatchHash.SnarkInput memory) {
        return BatchHash.SnarkInput({
            aggregator: address(0xaa),
            oldStateRoot: "old state",
            oldAccInputHash: "old acc",
            initNumBatch: 1,
            chainID: 424242,
            forkID: 12,
            newStateRoot: bytes32(stateRoot),
            newAccInputHash: "new acc",
            newLocalExitRoot: bytes32(exitRoot),
            finalNewBatch: 4
        });
    }

    function _cut(bytes memory data, uint256 from, uint256 to) private pure returns (bytes memory part) {
        part = new bytes(to - from);
        for (uint256 i; i < part.length; i++) part[i] = data[from + i];
    }
}
