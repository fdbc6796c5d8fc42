// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {ValidatorSet} from "../types/ValidatorSet.sol";
import {BatchVerifier} from "./BatchVerifier.sol";

/// @dev Accepts one proof and three signals; the arithmetic has tests of its own.
contract ExpectingVerifier is IGroth16Verifier {
    bytes32 public keyHash;
    uint256 public signalCount = 3;
    bool public dev;
    bytes32 private expected;

    constructor(bool dev_) {
        dev = dev_;
    }

    function setSignalCount(uint256 count) external {
        signalCount = count;
    }

    function expect(bytes32 hash) external {
        expected = hash;
    }

    function verify(uint256[8] calldata proof, uint256[] calldata signals) external view returns (bool) {
        return keccak256(abi.encode(proof, signals)) == expected;
    }
}

contract BatchVerifierTest is Assert {
    uint256 private constant FIELD =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;
    address private constant MANAGER = address(0x3a);
    address private constant OWNER = address(0x0a11);

    ExpectingVerifier private groth16;
    BatchVerifier private verifier;

    function setUp() external {
        VM.chainId(1);
        groth16 = new ExpectingVerifier(false);
        verifier = _new(groth16, ValidatorSet(1, 77, 2, 3));
    }

    function testProofSignalsAndDomain(uint256[8] memory words, uint256 input) external {
        uint256 domain =
            uint256(keccak256(abi.encode(block.chainid, MANAGER, uint256(1), address(verifier)))) >> 8;
        assertEq(verifier.domain(), domain);
        groth16.expect(_hash(words, input, domain, 77));
        VM.startPrank(MANAGER);
        assertTrue(verifier.verifyProof(_proof(words), [input]), "right");
        if (input != 0) assertTrue(!verifier.verifyProof(_proof(words), [input - 1]), "another input");
        words[0] ^= 1;
        assertTrue(!verifier.verifyProof(_proof(words), [input]), "another proof");
    }

    function testDomainNamesChainManagerRollupAndVerifier(uint32 rollupID, address manager, uint64 chain)
        external
    {
        VM.assume(chain != 1 && chain != 0);
        BatchVerifier other =
            new BatchVerifier(manager, rollupID, groth16, OWNER, ValidatorSet(1, 77, 2, 3));
        assertTrue(other.domain() != verifier.domain(), "another verifier");
        uint256 before = verifier.domain();
        VM.chainId(chain);
        assertTrue(verifier.domain() != before, "another chain");
    }

    function testUnusedWordsMustBeZero(uint256[8] memory words, uint8 place, bytes32 value) external {
        VM.assume(value != 0);
        bytes32[24] memory proof = _proof(words);
        proof[8 + place % 16] = value;
        groth16.expect(_hash(words, 5, verifier.domain(), 77));
        VM.prank(MANAGER);
        assertTrue(!verifier.verifyProof(proof, [uint256(5)]), "unused word");
    }

    function testAnswersOnlyTheManager(address other) external {
        VM.assume(other != MANAGER);
        bytes32[24] memory proof;
        VM.prank(other);
        VM.expectRevert(BatchVerifier.OnlyRollupManager.selector);
        verifier.verifyProof(proof, [uint256(0)]);
    }

    function testRotation(uint256 root, uint32 k, uint32 n, uint256[8] memory words) external {
        root = 1 + root % (FIELD - 1);
        n = n == 0 ? 1 : n;
        k = 1 + k % n;
        VM.expectEmit(address(verifier));
        emit BatchVerifier.ValidatorSetRotated(2, root, k, n);
        VM.prank(OWNER);
        verifier.rotate(ValidatorSet(2, root, k, n));
        groth16.expect(_hash(words, 5, verifier.domain(), root));
        VM.prank(MANAGER);
        assertTrue(verifier.verifyProof(_proof(words), [uint256(5)]), "new set");
        (uint64 epoch, uint256 storedRoot, uint32 storedK, uint32 storedN) = verifier.validatorSet();
        assertEq(epoch, 2);
        assertEq(storedRoot, root);
        assertEq(storedK, k);
        assertEq(storedN, n);
    }

    function testRotationsRefused(address other, uint64 epoch) external {
        VM.assume(other != OWNER && epoch != 2);
        VM.prank(other);
        VM.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, other));
        verifier.rotate(ValidatorSet(2, 77, 2, 3));
        VM.prank(OWNER);
        VM.expectRevert(abi.encodeWithSelector(BatchVerifier.EpochNotNext.selector, 2, epoch));
        verifier.rotate(ValidatorSet(epoch, 77, 2, 3));
    }

    function testSetsRefused(uint256 root) external {
        _expectInvalid(ValidatorSet(1, 77, 0, 3));
        _expectInvalid(ValidatorSet(1, 77, 4, 3));
        _expectInvalid(ValidatorSet(1, 0, 2, 3));
        VM.assume(root >= FIELD);
        _expectInvalid(ValidatorSet(1, root, 2, 3));
    }

    function testKeyOfAnotherCircuit(uint256 count) external {
        VM.assume(count != 3);
        groth16.setSignalCount(count);
        VM.expectRevert(abi.encodeWithSelector(BatchVerifier.SignalCountMismatch.selector, count, 3));
        _new(groth16, ValidatorSet(1, 77, 2, 3));
    }

    function testDevKeyOnlyOnDevChains(uint64 chain) external {
        ExpectingVerifier dev = new ExpectingVerifier(true);
        VM.chainId(1337);
        _new(dev, ValidatorSet(1, 77, 2, 3));
        VM.chainId(31337);
        _new(dev, ValidatorSet(1, 77, 2, 3));
        VM.assume(chain != 0 && chain != 1337 && chain != 31337);
        VM.chainId(chain);
        VM.expectRevert(abi.encodeWithSelector(BatchVerifier.DevKeyOnLiveChain.selector, chain));
        _new(dev, ValidatorSet(1, 77, 2, 3));
    }

    function _new(ExpectingVerifier key, ValidatorSet memory set) private returns (BatchVerifier) {
        return new BatchVerifier(MANAGER, 1, key, OWNER, set);
    }

    function _expectInvalid(ValidatorSet memory set) private {
        VM.expectRevert(
            abi.encodeWithSelector(BatchVerifier.InvalidValidatorSet.selector, set.root, set.k, set.n)
        );
        _new(groth16, set);
    }

    function _proof(uint256[8] memory words) private pure returns (bytes32[24] memory proof) {
        for (uint256 i; i < 8; i++) proof[i] = bytes32(words[i]);
    }

    function _hash(uint256[8] memory words, uint256 input, uint256 domain, uint256 root)
        private
        pure
        returns (bytes32)
    {
        uint256[] memory signals = new uint256[](3);
        (signals[0], signals[1], signals[2]) = (input, domain, root);
        return keccak256(abi.encode(words, signals));
    }
}
