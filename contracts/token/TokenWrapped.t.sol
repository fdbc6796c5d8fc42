// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ITransparentUpgradeableProxy} from
    "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol";
import {ITokenWrapped} from "../interfaces/ITokenWrapped.sol";
import {IWrappedTokenSource} from "../interfaces/IWrappedTokenSource.sol";
import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {TokenWrapped} from "./TokenWrapped.sol";
import {WrappedTokenProxy} from "./WrappedTokenProxy.sol";

contract TokenWrappedTest is Assert, IWrappedTokenSource {
    uint256 private constant KEY = 0xb0b;
    address private constant MANAGER = address(0x3a);
    bytes32 private constant TYPE_HASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    address public getWrappedTokenBridgeImplementation = address(new TokenWrapped());
    address public getProxiedTokensManager = MANAGER;
    TokenWrapped private token;

    function setUp() external {
        token = TokenWrapped(address(new WrappedTokenProxy()));
        token.initialize("Name", "SYM", 6);
    }

    function testMetadata() external view {
        assertEq(bytes(token.name()), "Name");
        assertEq(bytes(token.symbol()), "SYM");
        assertEq(token.decimals(), 6);
        assertEq(token.bridgeAddress(), address(this));
    }

    function testInitializeOnce() external {
        VM.expectRevert(bytes4(keccak256("InvalidInitialization()")));
        token.initialize("Other", "OTH", 18);
        VM.expectRevert(bytes4(keccak256("InvalidInitialization()")));
        TokenWrapped(getWrappedTokenBridgeImplementation).initialize("Other", "OTH", 18);
    }

    function testMintAndBurn(address account, uint256 minted, uint256 burnt) external {
        VM.assume(account != address(0));
        burnt %= minted == type(uint256).max ? minted : minted + 1;
        token.mint(account, minted);
        token.burn(account, burnt);
        assertEq(token.balanceOf(account), minted - burnt);
        assertEq(token.totalSupply(), minted - burnt);
    }

    function testOnlyBridge(address other) external {
        VM.assume(other != address(this));
        VM.startPrank(other);
        VM.expectRevert(ITokenWrapped.OnlyBridge.selector);
        token.mint(other, 1);
        VM.expectRevert(ITokenWrapped.OnlyBridge.selector);
        token.burn(other, 1);
    }

    function testPermit(address spender, uint256 value, uint64 deadline) external {
        VM.assume(spender != address(0) && deadline >= block.timestamp);
        (uint8 v, bytes32 r, bytes32 s) = _sign(spender, value, 0, deadline);
        token.permit(VM.addr(KEY), spender, value, deadline, v, r, s);
        assertEq(token.allowance(VM.addr(KEY), spender), value);
        assertEq(token.nonces(VM.addr(KEY)), 1);
    }

    function testLatePermit() external {
        VM.warp(100);
        VM.expectRevert(abi.encodeWithSelector(ITokenWrapped.ERC2612ExpiredSignature.selector, 99));
        token.permit(VM.addr(KEY), MANAGER, 1, 99, 27, bytes32(0), bytes32(0));
    }

    function testPermitOfAnother(uint256 value) external {
        (uint8 v, bytes32 r, bytes32 s) = _sign(MANAGER, value, 0, block.timestamp);
        VM.expectPartialRevert(ITokenWrapped.ERC2612InvalidSigner.selector);
        token.permit(MANAGER, MANAGER, value, block.timestamp, v, r, s);
    }

    function testPermitTwice() external {
        (uint8 v, bytes32 r, bytes32 s) = _sign(MANAGER, 1, 0, block.timestamp);
        token.permit(VM.addr(KEY), MANAGER, 1, block.timestamp, v, r, s);
        VM.expectPartialRevert(ITokenWrapped.ERC2612InvalidSigner.selector);
        token.permit(VM.addr(KEY), MANAGER, 1, block.timestamp, v, r, s);
    }

    function testDomain() external view {
        (bytes1 fields, string memory name, string memory version, uint256 chain, address at,,) =
            token.eip712Domain();
        assertEq(bytes32(fields), bytes32(bytes1(0x0f)));
        bytes32 typeHash =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        bytes32 separator =
            keccak256(abi.encode(typeHash, keccak256(bytes(name)), keccak256(bytes(version)), chain, at));
        assertEq(token.DOMAIN_SEPARATOR(), separator);
        assertEq(at, address(token));
    }

    function testManagerUpgrades() external {
        TokenWrapped next = new TokenWrapped();
        VM.prank(MANAGER);
        ITransparentUpgradeableProxy(address(token)).upgradeToAndCall(address(next), "");
        assertEq(bytes(token.symbol()), "SYM");
    }

    function _sign(address spender, uint256 value, uint256 nonce, uint256 deadline)
        private
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        bytes32 structHash =
            keccak256(abi.encode(TYPE_HASH, VM.addr(KEY), spender, value, nonce, deadline));
        return VM.sign(KEY, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash)));
    }
}
