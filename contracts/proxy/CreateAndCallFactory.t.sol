// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {CreateAndCallFactory} from "./CreateAndCallFactory.sol";

contract Target {
    error Refused(uint256 value);

    uint256 public value;
    address public caller;

    constructor(bool fails) {
        require(!fails);
    }

    function set(uint256 newValue) external {
        if (newValue == 0) revert Refused(newValue);
        value = newValue;
        caller = msg.sender;
    }
}

contract CreateAndCallFactoryTest is Assert {
    CreateAndCallFactory private factory = new CreateAndCallFactory();

    function testCreatesAtTheComputedAddressAndCalls(bytes12 tail, uint256 value) external {
        VM.assume(value != 0);
        bytes32 salt = bytes32(uint256(uint96(tail)));
        address expected = factory.computeAddress(salt, keccak256(_code(false)));
        VM.expectEmit(address(factory));
        emit CreateAndCallFactory.Deployed(expected, salt);
        address deployed = factory.deployAndCall(salt, _code(false), abi.encodeCall(Target.set, (value)));
        assertEq(deployed, expected);
        assertEq(Target(deployed).value(), value);
        assertEq(Target(deployed).caller(), address(factory));
    }

    function testWithoutCall() external {
        assertEq(Target(factory.deployAndCall(0, _code(false), "")).caller(), address(0));
    }

    function testSaltOfTheCaller(bytes12 tail) external {
        bytes32 salt = bytes32(abi.encodePacked(address(this), tail));
        assertTrue(factory.deployAndCall(salt, _code(false), "").code.length > 0, "code");
    }

    function testSaltOfAnother(address other, bytes12 tail) external {
        VM.assume(other != address(this) && other != address(0));
        bytes32 salt = bytes32(abi.encodePacked(other, tail));
        VM.expectRevert(
            abi.encodeWithSelector(CreateAndCallFactory.SaltOfAnother.selector, salt, address(this))
        );
        factory.deployAndCall(salt, _code(false), "");
    }

    function testSecondCreationFails() external {
        address first = factory.deployAndCall(0, _code(false), "");
        VM.expectRevert(abi.encodeWithSelector(CreateAndCallFactory.DeploymentFailed.selector, first));
        factory.deployAndCall(0, _code(false), "");
    }

    function testConstructorThatReverts() external {
        address expected = factory.computeAddress(0, keccak256(_code(true)));
        VM.expectRevert(abi.encodeWithSelector(CreateAndCallFactory.DeploymentFailed.selector, expected));
        factory.deployAndCall(0, _code(true), "");
    }

    function testCallThatReverts() external {
        address expected = factory.computeAddress(0, keccak256(_code(false)));
        bytes memory reason = abi.encodeWithSelector(Target.Refused.selector, 0);
        VM.expectRevert(abi.encodeWithSelector(CreateAndCallFactory.CallFailed.selector, expected, reason));
        factory.deployAndCall(0, _code(false), abi.encodeCall(Target.set, (0)));
    }

    function _code(bool fails) private pure returns (bytes memory) {
        return abi.encodePacked(type(Target).creationCode, abi.encode(fails));
    }
}
