// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IProgramRegistry} from "../interfaces/IProgramRegistry.sol";
import {MockGroth16Verifier} from "../mocks/MockGroth16Verifier.sol";
import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {Program, ProgramSpec} from "../types/Program.sol";
import {ProgramRegistry} from "./ProgramRegistry.sol";

contract ProgramRegistryTest is Assert {
    address private constant OWNER = address(0xA11);
    address private constant REGISTRANT = address(0x2E6);

    ProgramRegistry private registry;
    MockGroth16Verifier private verifier;

    function setUp() public {
        registry = new ProgramRegistry(1337, OWNER);
        verifier = new MockGroth16Verifier("key", 4, true);
    }

    function test_register_default() public {
        ProgramSpec memory spec = _spec();
        bytes32 id = registry.programIdOf(spec);
        VM.expectEmit(address(registry));
        emit IProgramRegistry.ProgramRegistered(id, REGISTRANT, address(verifier), spec, true);
        assertEq(_register(spec), id);
        Program memory entry = registry.program(id);
        assertEq(keccak256(abi.encode(entry.spec)), keccak256(abi.encode(spec)));
        assertEq(entry.verifierCodehash, address(verifier).codehash);
        assertEq(entry.registrant, REGISTRANT);
        require(!entry.listed && !entry.deprecated && entry.dev, "flags");
        assertEq(registry.openVerifier(id), address(verifier));
    }

    function test_programIdOf_formula() public view {
        ProgramSpec memory spec = _spec();
        bytes memory preimage = abi.encode(
            "BIGPROG/1",
            spec.r1csSha256,
            spec.keyHash,
            spec.sourceHash,
            spec.compiler,
            spec.setupHash,
            spec.imageDigest,
            spec.statementClass,
            spec.ioSchemaHash,
            address(verifier).codehash
        );
        assertEq(registry.programIdOf(spec), keccak256(preimage));
    }

    function test_programIdOf_bindsEveryField() public view {
        bytes32 id = registry.programIdOf(_spec());
        for (uint256 field = 0; field < 9; ++field) {
            ProgramSpec memory spec = _spec();
            if (field == 0) spec.r1csSha256 = "x";
            if (field == 1) spec.keyHash = "x";
            if (field == 2) spec.sourceHash = "x";
            if (field == 3) spec.compiler = "x";
            if (field == 4) spec.setupHash = "x";
            if (field == 5) spec.imageDigest = "x";
            if (field == 6) spec.statementClass = "x";
            if (field == 7) spec.ioSchemaHash = "x";
            if (field == 8) spec.verifier = address(registry);
            require(registry.programIdOf(spec) != id, "unbound field");
        }
    }

    function test_register_error_programExists() public {
        bytes32 id = _register(_spec());
        VM.expectRevert(abi.encodeWithSelector(IProgramRegistry.ProgramExists.selector, id));
        registry.register(_spec());
    }

    function test_register_error_keyMismatch() public {
        ProgramSpec memory spec = _spec();
        spec.keyHash = "other";
        VM.expectRevert(
            abi.encodeWithSelector(IProgramRegistry.KeyMismatch.selector, verifier.keyHash(), spec.keyHash)
        );
        registry.register(spec);
    }

    function test_register_error_signalCountMismatch() public {
        ProgramSpec memory spec = _spec();
        spec.verifier = address(new MockGroth16Verifier("key", 3, true));
        VM.expectRevert(abi.encodeWithSelector(IProgramRegistry.SignalCountMismatch.selector, 3, 4));
        registry.register(spec);
    }

    function test_register_error_notAContract() public {
        ProgramSpec memory spec = _spec();
        spec.verifier = REGISTRANT;
        VM.expectRevert(abi.encodeWithSelector(IProgramRegistry.NotAContract.selector, REGISTRANT));
        registry.register(spec);
    }

    function testFuzz_register_error_devKeyOnLiveChain(uint256 l1ChainId) public {
        VM.assume(l1ChainId != 1337 && l1ChainId != 31337);
        registry = new ProgramRegistry(l1ChainId, OWNER);
        VM.expectRevert(abi.encodeWithSelector(IProgramRegistry.DevKeyOnLiveChain.selector, l1ChainId));
        registry.register(_spec());
    }

    function test_register_behavior_devKeyOnDevChains() public {
        registry = new ProgramRegistry(31337, OWNER);
        registry.register(_spec());
    }

    function test_register_behavior_otherKeyOnLiveChain() public {
        registry = new ProgramRegistry(1, OWNER);
        ProgramSpec memory spec = _spec();
        spec.verifier = address(new MockGroth16Verifier("key", 4, false));
        require(!registry.program(registry.register(spec)).dev, "dev");
    }

    function test_setListed_default() public {
        bytes32 id = _register(_spec());
        VM.expectEmit(address(registry));
        emit IProgramRegistry.ProgramListed(id, true);
        VM.prank(OWNER);
        registry.setListed(id, true);
        require(registry.program(id).listed, "listed");
    }

    function test_setListed_error_onlyOwner() public {
        bytes32 id = _register(_spec());
        VM.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, REGISTRANT));
        VM.prank(REGISTRANT);
        registry.setListed(id, true);
    }

    function test_deprecate_byRegistrant() public {
        bytes32 id = _register(_spec());
        VM.expectEmit(address(registry));
        emit IProgramRegistry.ProgramDeprecated(id);
        VM.prank(REGISTRANT);
        registry.deprecate(id);
        VM.expectRevert(abi.encodeWithSelector(IProgramRegistry.ProgramFrozen.selector, id));
        registry.openVerifier(id);
        require(registry.program(id).deprecated, "deprecated");
    }

    function test_deprecate_byOwner() public {
        bytes32 id = _register(_spec());
        VM.startPrank(OWNER);
        registry.setListed(id, true);
        registry.deprecate(id);
        VM.stopPrank();
        require(registry.program(id).deprecated, "deprecated");
    }

    function test_deprecate_error_notCurator() public {
        bytes32 id = _register(_spec());
        VM.expectRevert(abi.encodeWithSelector(IProgramRegistry.NotCurator.selector, id, address(this)));
        registry.deprecate(id);
    }

    function test_deprecate_error_notCurator_listed() public {
        bytes32 id = _register(_spec());
        VM.prank(OWNER);
        registry.setListed(id, true);
        VM.expectRevert(abi.encodeWithSelector(IProgramRegistry.NotCurator.selector, id, REGISTRANT));
        VM.prank(REGISTRANT);
        registry.deprecate(id);
    }

    function test_openVerifier_error_verifierChanged() public {
        bytes32 id = _register(_spec());
        VM.etch(address(verifier), hex"00");
        VM.expectRevert(
            abi.encodeWithSelector(IProgramRegistry.VerifierChanged.selector, id, address(verifier))
        );
        registry.openVerifier(id);
    }

    function test_error_programUnknown() public {
        bytes32 id = "none";
        bytes memory error_ = abi.encodeWithSelector(IProgramRegistry.ProgramUnknown.selector, id);
        VM.expectRevert(error_);
        registry.program(id);
        VM.expectRevert(error_);
        registry.openVerifier(id);
        VM.expectRevert(error_);
        registry.deprecate(id);
        VM.expectRevert(error_);
        VM.prank(OWNER);
        registry.setListed(id, true);
    }

    function _register(ProgramSpec memory spec) private returns (bytes32) {
        VM.prank(REGISTRANT);
        return registry.register(spec);
    }

    function _spec() private view returns (ProgramSpec memory spec) {
        spec.r1csSha256 = "r1cs";
        spec.keyHash = "key";
        spec.sourceHash = "source";
        spec.compiler = "circom2 0.2.23 --O1";
        spec.setupHash = "setup";
        spec.imageDigest = "image";
        spec.statementClass = "PROVED";
        spec.ioSchemaHash = "io";
        spec.verifier = address(verifier);
    }
}
