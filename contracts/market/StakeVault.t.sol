// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IStakeVault} from "../interfaces/IStakeVault.sol";
import {MockSmartWallet} from "../mocks/MockSmartWallet.sol";
import {Assert} from "../test/Assert.sol";
import {VM} from "../test/Vm.sol";
import {PROVIDER_ROLE, SCHEDULER_ROLE, SEQUENCER_ROLE, VALIDATOR_ROLE} from "../types/Roles.sol";
import {StakeVault} from "./StakeVault.sol";

contract StakeVaultTest is Assert {
    address private constant OWNER = address(0xA11);
    address private constant STAKER = address(0x57A);
    uint64 private constant DELAY = 7 days;
    uint128 private constant MINIMUM = 10 ether;

    StakeVault private vault;

    receive() external payable {}

    function setUp() public {
        IStakeVault.RoleConfig[] memory roles = new IStakeVault.RoleConfig[](2);
        roles[0] = IStakeVault.RoleConfig(PROVIDER_ROLE, MINIMUM, address(this));
        roles[1] = IStakeVault.RoleConfig(VALIDATOR_ROLE, MINIMUM, address(0));
        vault = new StakeVault(OWNER, DELAY, roles);
        VM.deal(STAKER, 1_000 ether);
    }

    function test_roles_areTheirNames() public pure {
        assertEq(PROVIDER_ROLE, bytes32(bytes("PROVIDER")));
        assertEq(SCHEDULER_ROLE, bytes32(bytes("SCHEDULER")));
        assertEq(VALIDATOR_ROLE, bytes32(bytes("VALIDATOR")));
        assertEq(SEQUENCER_ROLE, bytes32(bytes("SEQUENCER")));
    }

    function test_constructor_default() public view {
        assertEq(vault.minimumOf(PROVIDER_ROLE), MINIMUM);
        assertEq(vault.minimumOf(SCHEDULER_ROLE), 0);
        require(vault.isManager(PROVIDER_ROLE, address(this)), "manager");
        require(!vault.isManager(VALIDATOR_ROLE, address(this)), "no manager");
        assertEq(vault.unbondingSeconds(), DELAY);
        assertEq(vault.owner(), OWNER);
    }

    function test_stake_default() public {
        VM.expectEmit(address(vault));
        emit IStakeVault.Staked(PROVIDER_ROLE, STAKER, MINIMUM - 1);
        _stake(MINIMUM - 1);
        require(!vault.isActive(PROVIDER_ROLE, STAKER), "active below the minimum");
        _stake(1);
        require(vault.isActive(PROVIDER_ROLE, STAKER), "not active");
        require(!vault.isActive(VALIDATOR_ROLE, STAKER), "active in another role");
        require(!vault.isActive(SCHEDULER_ROLE, STAKER), "active in a closed role");
        assertEq(vault.activeStake(PROVIDER_ROLE, STAKER), MINIMUM);
        assertEq(vault.freeStake(PROVIDER_ROLE, STAKER), MINIMUM);
    }

    function test_stake_error_roleUnknown() public {
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.RoleUnknown.selector, SCHEDULER_ROLE));
        VM.prank(STAKER);
        vault.stake{value: 1}(SCHEDULER_ROLE);
    }

    function test_stake_error_amountZero() public {
        VM.expectRevert(IStakeVault.AmountZero.selector);
        vault.stake(PROVIDER_ROLE);
    }

    function testFuzz_unbonding(uint256 amount) public {
        _stake(MINIMUM);
        amount = 1 + amount % MINIMUM;
        VM.expectEmit(address(vault));
        emit IStakeVault.UnbondingStarted(1, PROVIDER_ROLE, STAKER, amount, uint64(block.timestamp) + DELAY);
        uint256 ticket = _startUnbonding(amount);
        assertEq(vault.activeStake(PROVIDER_ROLE, STAKER), MINIMUM - amount);
        require(!vault.isActive(PROVIDER_ROLE, STAKER), "unbonding stake counts");
        assertEq(vault.unbonding(ticket).amount, amount);
        VM.warp(block.timestamp + DELAY);
        VM.expectEmit(address(vault));
        emit IStakeVault.Withdrawn(ticket, STAKER, address(0xFEE), amount);
        VM.prank(STAKER);
        assertEq(vault.withdraw(ticket, payable(address(0xFEE))), amount);
        assertEq(address(0xFEE).balance, amount);
        assertEq(address(vault).balance, MINIMUM - amount);
    }

    function test_startUnbonding_error_insufficientFreeStake() public {
        _stake(MINIMUM);
        vault.lock(PROVIDER_ROLE, STAKER, 4 ether);
        VM.expectRevert(
            abi.encodeWithSelector(
                IStakeVault.InsufficientFreeStake.selector, PROVIDER_ROLE, STAKER, 6 ether, 6 ether + 1
            )
        );
        _startUnbonding(6 ether + 1);
        _startUnbonding(6 ether);
    }

    function test_startUnbonding_error_amountZero() public {
        VM.expectRevert(IStakeVault.AmountZero.selector);
        _startUnbonding(0);
    }

    function test_withdraw_error_stillUnbonding() public {
        _stake(MINIMUM);
        uint256 ticket = _startUnbonding(1);
        uint64 releaseAt = uint64(block.timestamp) + DELAY;
        VM.warp(releaseAt - 1);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.StillUnbonding.selector, ticket, releaseAt));
        VM.prank(STAKER);
        vault.withdraw(ticket, payable(STAKER));
    }

    function test_withdraw_error_notYourTicket() public {
        _stake(MINIMUM);
        uint256 ticket = _startUnbonding(1);
        VM.warp(block.timestamp + DELAY);
        _expectNotYourTicket(ticket, address(this));
        vault.withdraw(ticket, payable(address(this)));
        VM.startPrank(STAKER);
        vault.withdraw(ticket, payable(STAKER));
        _expectNotYourTicket(ticket, STAKER);
        vault.withdraw(ticket, payable(STAKER));
        VM.stopPrank();
    }

    function test_withdraw_error_transferFailed() public {
        _stake(MINIMUM);
        uint256 ticket = _startUnbonding(1);
        VM.warp(block.timestamp + DELAY);
        address wallet = address(new MockSmartWallet(STAKER));
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.TransferFailed.selector, wallet, 1));
        VM.prank(STAKER);
        vault.withdraw(ticket, payable(wallet));
    }

    function testFuzz_lockReleaseSlash(uint256 bond, uint256 released, uint256 slashed) public {
        _stake(MINIMUM);
        bond = bond % (MINIMUM + 1);
        released = released % (bond + 1);
        slashed = slashed % (bond - released + 1);
        VM.expectEmit(address(vault));
        emit IStakeVault.BondLocked(PROVIDER_ROLE, STAKER, address(this), bond);
        vault.lock(PROVIDER_ROLE, STAKER, bond);
        VM.expectEmit(address(vault));
        emit IStakeVault.BondReleased(PROVIDER_ROLE, STAKER, address(this), released);
        vault.release(PROVIDER_ROLE, STAKER, released);
        VM.expectEmit(address(vault));
        emit IStakeVault.Slashed(PROVIDER_ROLE, STAKER, address(this), slashed);
        uint256 before = address(this).balance;
        vault.slash(PROVIDER_ROLE, STAKER, slashed);
        assertEq(address(this).balance - before, slashed);
        assertEq(vault.lockedStake(PROVIDER_ROLE, STAKER), bond - released - slashed);
        assertEq(vault.bondOf(address(this), PROVIDER_ROLE, STAKER), bond - released - slashed);
        assertEq(vault.activeStake(PROVIDER_ROLE, STAKER), MINIMUM - slashed);
        assertEq(vault.freeStake(PROVIDER_ROLE, STAKER), MINIMUM - bond + released);
    }

    function test_lock_error_notManager() public {
        _stake(MINIMUM);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.NotManager.selector, PROVIDER_ROLE, STAKER));
        VM.prank(STAKER);
        vault.lock(PROVIDER_ROLE, STAKER, 1);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.NotManager.selector, VALIDATOR_ROLE, address(this)));
        vault.lock(VALIDATOR_ROLE, STAKER, 0);
    }

    function test_lock_error_insufficientFreeStake() public {
        _stake(MINIMUM);
        VM.expectRevert(
            abi.encodeWithSelector(
                IStakeVault.InsufficientFreeStake.selector, PROVIDER_ROLE, STAKER, MINIMUM, MINIMUM + 1
            )
        );
        vault.lock(PROVIDER_ROLE, STAKER, MINIMUM + 1);
    }

    function test_slash_error_insufficientBond() public {
        _stake(MINIMUM);
        vault.lock(PROVIDER_ROLE, STAKER, 2);
        bytes memory error_ =
            abi.encodeWithSelector(IStakeVault.InsufficientBond.selector, PROVIDER_ROLE, STAKER, 2, 3);
        VM.expectRevert(error_);
        vault.slash(PROVIDER_ROLE, STAKER, 3);
        VM.expectRevert(error_);
        vault.release(PROVIDER_ROLE, STAKER, 3);
    }

    function test_slash_behavior_reachesOwnBondsOnly() public {
        _stake(MINIMUM);
        vault.lock(PROVIDER_ROLE, STAKER, 2);
        address other = address(0x07E2);
        VM.prank(OWNER);
        vault.setManager(PROVIDER_ROLE, other, true);
        VM.expectRevert(
            abi.encodeWithSelector(IStakeVault.InsufficientBond.selector, PROVIDER_ROLE, STAKER, 0, 1)
        );
        VM.prank(other);
        vault.slash(PROVIDER_ROLE, STAKER, 1);
    }

    function test_setManager_behavior_dismissedManagerSettlesItsBonds() public {
        _stake(MINIMUM);
        vault.lock(PROVIDER_ROLE, STAKER, 2);
        VM.expectEmit(address(vault));
        emit IStakeVault.ManagerSet(PROVIDER_ROLE, address(this), false);
        VM.prank(OWNER);
        vault.setManager(PROVIDER_ROLE, address(this), false);
        vault.release(PROVIDER_ROLE, STAKER, 1);
        vault.slash(PROVIDER_ROLE, STAKER, 1);
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.NotManager.selector, PROVIDER_ROLE, address(this)));
        vault.lock(PROVIDER_ROLE, STAKER, 1);
    }

    function test_setManager_error_roleUnknown() public {
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.RoleUnknown.selector, SCHEDULER_ROLE));
        VM.prank(OWNER);
        vault.setManager(SCHEDULER_ROLE, address(this), true);
    }

    function test_setMinimum_opensRole() public {
        bytes32 role = "STORAGE";
        VM.expectEmit(address(vault));
        emit IStakeVault.MinimumSet(role, 5);
        VM.prank(OWNER);
        vault.setMinimum(role, 5);
        VM.prank(STAKER);
        vault.stake{value: 5}(role);
        require(vault.isActive(role, STAKER), "not active");
    }

    function test_setMinimum_error_minimumZero() public {
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.MinimumZero.selector, PROVIDER_ROLE));
        VM.prank(OWNER);
        vault.setMinimum(PROVIDER_ROLE, 0);
    }

    function test_error_onlyOwner() public {
        bytes memory error_ =
            abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this));
        VM.expectRevert(error_);
        vault.setMinimum(PROVIDER_ROLE, 1);
        VM.expectRevert(error_);
        vault.setManager(PROVIDER_ROLE, address(this), true);
    }

    function _stake(uint256 amount) private {
        VM.prank(STAKER);
        vault.stake{value: amount}(PROVIDER_ROLE);
    }

    function _startUnbonding(uint256 amount) private returns (uint256 ticket) {
        VM.prank(STAKER);
        return vault.startUnbonding(PROVIDER_ROLE, amount);
    }

    function _expectNotYourTicket(uint256 ticket, address caller) private {
        VM.expectRevert(abi.encodeWithSelector(IStakeVault.NotYourTicket.selector, ticket, caller));
    }
}
