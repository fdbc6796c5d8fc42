// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IDataCommittee} from "../interfaces/IDataCommittee.sol";
import {CommitteeFixture} from "../test/CommitteeFixture.sol";
import {VM} from "../test/Vm.sol";
import {CommitteeOwner} from "./CommitteeOwner.sol";
import {DataCommittee} from "./DataCommittee.sol";

contract DataCommitteeTest is CommitteeFixture {
    /// @dev Of the curve: s and ORDER - s sign the same.
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    DataCommittee private committee;

    function setUp() external {
        committee = _committee();
        _makeKeys(5);
    }

    function testInitializeOnceByTheCreator() external {
        assertEq(committee.owner(), address(this));
        VM.expectRevert("Initializable: contract is already initialized");
        committee.initialize();
        DataCommittee code = new DataCommittee();
        VM.expectRevert("Initializable: contract is already initialized");
        code.initialize();
    }

    function testSetup(uint8 size, uint8 needed) external {
        uint256 count = size % 6;
        uint256 required = needed % (count + 1);
        bytes memory addrs = _addrs(count);
        VM.expectEmit(address(committee));
        emit IDataCommittee.CommitteeUpdated(keccak256(addrs));
        committee.setupCommittee(required, _urls(count), addrs);
        assertEq(committee.committeeHash(), keccak256(addrs));
        assertEq(committee.requiredAmountOfSignatures(), required);
        assertEq(committee.getAmountOfMembers(), count);
        for (uint256 i; i < count; i++) {
            (string memory url, address addr) = committee.members(i);
            assertEq(bytes(url), bytes(_urls(count)[i]));
            assertEq(addr, VM.addr(keys[i]));
        }
    }

    function testSetupReplacesTheMembers() external {
        committee.setupCommittee(2, _urls(5), _addrs(5));
        committee.setupCommittee(1, _urls(2), _addrs(2));
        assertEq(committee.getAmountOfMembers(), 2);
        assertEq(committee.requiredAmountOfSignatures(), 1);
    }

    function testSetupsRefused(address other) external {
        VM.assume(other != address(this));
        VM.prank(other);
        VM.expectRevert("Ownable: caller is not the owner");
        committee.setupCommittee(0, _urls(0), "");
        VM.expectRevert(IDataCommittee.TooManyRequiredSignatures.selector);
        committee.setupCommittee(4, _urls(3), _addrs(3));
        VM.expectRevert(IDataCommittee.UnexpectedAddrsBytesLength.selector);
        committee.setupCommittee(1, _urls(3), _addrs(2));
        VM.expectRevert(IDataCommittee.UnexpectedAddrsBytesLength.selector);
        committee.setupCommittee(1, _urls(1), bytes.concat(_addrs(1), hex"00"));
        string[] memory urls = _urls(2);
        urls[1] = "";
        VM.expectRevert(IDataCommittee.EmptyURLNotAllowed.selector);
        committee.setupCommittee(1, urls, _addrs(2));
    }

    function testAddressesMustAscend(address first, address second) external {
        VM.assume(second <= first);
        VM.expectRevert(IDataCommittee.WrongAddrOrder.selector);
        committee.setupCommittee(1, _urls(2), abi.encodePacked(first, second));
        VM.expectRevert(IDataCommittee.WrongAddrOrder.selector);
        committee.setupCommittee(1, _urls(1), abi.encodePacked(address(0)));
    }

    /// @param signers One bit for each member that signs.
    function testAnyEnoughMembersInOrder(bytes32 hash, uint8 signers) external {
        signers %= 32;
        uint256 count;
        bytes memory signatures;
        for (uint256 i; i < 5; i++) {
            if ((signers >> i) & 1 == 0) continue;
            signatures = bytes.concat(signatures, _sign(i, hash));
            count++;
        }
        committee.setupCommittee(count, _urls(5), _addrs(5));
        committee.verifyMessage(hash, bytes.concat(signatures, _addrs(5)));
    }

    function testMessageOfAnotherSize(uint8 cut) external {
        committee.setupCommittee(2, _urls(3), _addrs(3));
        bytes memory message = _message(2, 3, 0);
        uint256 length = cut % 130;
        assembly ("memory-safe") {
            mstore(message, length)
        }
        VM.expectRevert(IDataCommittee.UnexpectedAddrsAndSignaturesSize.selector);
        committee.verifyMessage(0, message);
        VM.expectRevert(IDataCommittee.UnexpectedAddrsAndSignaturesSize.selector);
        committee.verifyMessage(0, bytes.concat(_message(2, 3, 0), bytes1(cut)));
    }

    function testAddressesAreTheMembers() external {
        committee.setupCommittee(2, _urls(3), _addrs(3));
        VM.expectRevert(IDataCommittee.UnexpectedCommitteeHash.selector);
        committee.verifyMessage(0, _message(2, 2, 0));
        VM.expectRevert(IDataCommittee.UnexpectedCommitteeHash.selector);
        committee.verifyMessage(0, _message(2, 4, 0));
    }

    function testSignersAreMembersInOrder(bytes32 hash, bytes32 other, uint8 first, uint8 second) external {
        VM.assume(hash != other);
        committee.setupCommittee(2, _urls(4), _addrs(4));
        bytes4 refused = IDataCommittee.CommitteeAddressDoesNotExist.selector;
        uint256 later = second % 4;
        uint256 earlier = first % (later + 1);
        bytes memory wrong = bytes.concat(_sign(later, hash), _sign(earlier, hash), _addrs(4));
        // Twice the same, or the wrong way round.
        VM.expectRevert(refused);
        committee.verifyMessage(hash, wrong);
        // No member.
        VM.expectRevert(refused);
        committee.verifyMessage(hash, bytes.concat(_sign(0, hash), _sign(4, hash), _addrs(4)));
        // Of another hash.
        VM.expectRevert(refused);
        committee.verifyMessage(hash, bytes.concat(_sign(0, hash), _sign(1, other), _addrs(4)));
    }

    function testSignatureMustBeCanonical(bytes32 hash, uint8 v) external {
        committee.setupCommittee(1, _urls(1), _addrs(1));
        (uint8 goodV, bytes32 r, bytes32 s) = VM.sign(keys[0], hash);
        bytes32 twin = bytes32(ORDER - uint256(s));
        VM.expectRevert("ECDSA: invalid signature 's' value");
        committee.verifyMessage(hash, bytes.concat(r, twin, bytes1(goodV ^ 7), _addrs(1)));
        VM.assume(v != 27 && v != 28);
        VM.expectRevert("ECDSA: invalid signature");
        committee.verifyMessage(hash, bytes.concat(r, s, bytes1(v), _addrs(1)));
    }

    function testName() external view {
        assertEq(bytes(committee.getProcotolName()), "DataAvailabilityCommittee");
    }

    function testOwnerMoves(address next, address other) external {
        VM.assume(next != address(0) && other != next);
        VM.expectEmit(address(committee));
        emit CommitteeOwner.OwnershipTransferred(address(this), next);
        committee.transferOwnership(next);
        assertEq(committee.owner(), next);
        bytes memory refused = "Ownable: caller is not the owner";
        VM.startPrank(other);
        VM.expectRevert(refused);
        committee.transferOwnership(other);
        VM.expectRevert(refused);
        committee.renounceOwnership();
        VM.stopPrank();
        VM.startPrank(next);
        VM.expectRevert("Ownable: new owner is the zero address");
        committee.transferOwnership(address(0));
        VM.expectEmit(address(committee));
        emit CommitteeOwner.OwnershipTransferred(next, address(0));
        committee.renounceOwnership();
        assertEq(committee.owner(), address(0));
    }

    function testSlots() external {
        committee.setupCommittee(2, _urls(3), _addrs(3));
        assertEq(_slot(0), 1);
        assertEq(_slot(51), uint160(address(this)));
        assertEq(bytes32(_slot(101)), keccak256(_addrs(3)));
        assertEq(_slot(102), 2);
        assertEq(_slot(103), 3);
    }

    function _slot(uint256 slot) private view returns (uint256) {
        return uint256(VM.load(address(committee), bytes32(slot)));
    }
}
