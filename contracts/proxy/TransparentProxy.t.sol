// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ITransparentUpgradeableProxy} from
    "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {TransparentProxy} from "./TransparentProxy.sol";

contract Numbered {
    error NotHere();

    uint256 public value;
    uint256 private immutable _NUMBER;

    constructor(uint256 number_) {
        _NUMBER = number_;
    }

    function number() external view returns (uint256) {
        return _NUMBER;
    }

    function set(uint256 newValue) external {
        value = newValue;
    }

    fallback() external {
        revert NotHere();
    }
}

contract TransparentProxyTest is Assert {
    bytes32 private constant IMPLEMENTATION_SLOT = bytes32(uint256(keccak256("eip1967.proxy.implementation")) - 1);
    bytes32 private constant ADMIN_SLOT = bytes32(uint256(keccak256("eip1967.proxy.admin")) - 1);
    address private constant ADMIN = address(0xad);

    Numbered private first = new Numbered(1);
    Numbered private second = new Numbered(2);
    address private proxy;

    function setUp() external {
        proxy = address(new TransparentProxy(address(first), ADMIN, abi.encodeCall(Numbered.set, (7))));
    }

    function testConstructorCallsAndFillsTheSlots() external view {
        assertEq(Numbered(proxy).value(), 7);
        assertEq(address(uint160(uint256(VM.load(proxy, IMPLEMENTATION_SLOT)))), address(first));
        assertEq(address(uint160(uint256(VM.load(proxy, ADMIN_SLOT)))), ADMIN);
    }

    function testAdminUpgradesAndCalls(uint256 value) external {
        VM.prank(ADMIN);
        ITransparentUpgradeableProxy(proxy).upgradeToAndCall(
            address(second), abi.encodeCall(Numbered.set, (value))
        );
        assertEq(Numbered(proxy).number(), 2);
        assertEq(Numbered(proxy).value(), value);
    }

    function testAdminsOtherCallsAreForwarded(uint256 value) external {
        VM.prank(ADMIN);
        Numbered(proxy).set(value);
        assertEq(Numbered(proxy).value(), value);
    }

    function testUpgradeByOthersIsForwarded(address other) external {
        VM.assume(other != ADMIN);
        VM.prank(other);
        VM.expectRevert(Numbered.NotHere.selector);
        ITransparentUpgradeableProxy(proxy).upgradeToAndCall(address(second), "");
    }

    function testUpgradeToAnAccountWithoutCode() external {
        VM.prank(ADMIN);
        VM.expectRevert(
            abi.encodeWithSignature("ERC1967InvalidImplementation(address)", address(0xdead))
        );
        ITransparentUpgradeableProxy(proxy).upgradeToAndCall(address(0xdead), "");
    }
}
