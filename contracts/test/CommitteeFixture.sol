// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {TransparentProxy} from "../proxy/TransparentProxy.sol";
import {DataCommittee} from "../settlement/DataCommittee.sol";
import {Assert} from "./Assert.sol";
import {VM} from "./Vm.sol";

/// @title A committee and the keys of its members, in the order of their addresses.
abstract contract CommitteeFixture is Assert {
    uint256[] internal keys;

    /// @dev The creator owns it, as when a factory creates and calls at once.
    function _committee() internal returns (DataCommittee committee) {
        committee = DataCommittee(address(new TransparentProxy(address(new DataCommittee()), address(0xadad), "")));
        committee.initialize();
    }

    function _makeKeys(uint256 count) internal {
        for (uint256 i; i < count; i++) {
            keys.push(uint256(keccak256(abi.encode("member", i))));
            for (uint256 j = i; j > 0 && VM.addr(keys[j]) < VM.addr(keys[j - 1]); j--) {
                (keys[j], keys[j - 1]) = (keys[j - 1], keys[j]);
            }
        }
    }

    function _addrs(uint256 count) internal view returns (bytes memory addrs) {
        for (uint256 i; i < count; i++) addrs = abi.encodePacked(addrs, VM.addr(keys[i]));
    }

    function _urls(uint256 count) internal pure returns (string[] memory urls) {
        urls = new string[](count);
        for (uint256 i; i < count; i++) urls[i] = string(abi.encodePacked("http://member", bytes1(uint8(48 + i))));
    }

    function _sign(uint256 member, bytes32 hash) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(keys[member], hash);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Signatures of the first `signers` members, and the addresses of the first `count`.
    function _message(uint256 signers, uint256 count, bytes32 hash) internal view returns (bytes memory message) {
        for (uint256 i; i < signers; i++) message = bytes.concat(message, _sign(i, hash));
        return bytes.concat(message, _addrs(count));
    }
}
