// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IDataAvailabilityProtocol} from "./IDataAvailabilityProtocol.sol";

/// @title A committee that keeps the batches of a validium and signs that it does.
/// @notice A message is the signatures (65 bytes each: r, s, v; as many as required), in the order of the members,
/// and then the addresses of all members (20 bytes each). What is signed is the accumulated input hash itself,
/// without the prefix of a personal message.
interface IDataCommittee is IDataAvailabilityProtocol {
    event CommitteeUpdated(bytes32 committeeHash);

    /// @notice More signatures required than there are members.
    error TooManyRequiredSignatures();
    /// @notice Not 20 bytes for each URL.
    error UnexpectedAddrsBytesLength();
    /// @notice A member without URL.
    error EmptyURLNotAllowed();
    /// @notice The members' addresses do not ascend.
    error WrongAddrOrder();
    /// @notice The message is no list of signatures with a list of addresses.
    error UnexpectedAddrsAndSignaturesSize();
    /// @notice The addresses of the message are not the members.
    error UnexpectedCommitteeHash();
    /// @notice A signer is no member, or signatures are not in the order of the members.
    error CommitteeAddressDoesNotExist();

    /// @notice Makes the caller the owner; once, in the creating transaction.
    function initialize() external;

    /// @notice Replaces the committee; owner only.
    /// @param _requiredAmountOfSignatures How many members must sign.
    /// @param urls Where each member answers.
    /// @param addrsBytes Addresses of the members, 20 bytes each, ascending.
    function setupCommittee(uint256 _requiredAmountOfSignatures, string[] calldata urls, bytes calldata addrsBytes)
        external;

    /// @notice keccak256 of the members' addresses.
    function committeeHash() external view returns (bytes32);

    /// @notice How many members must sign.
    function requiredAmountOfSignatures() external view returns (uint256);

    /// @notice Member number `index`.
    function members(uint256 index) external view returns (string memory url, address addr);

    function getAmountOfMembers() external view returns (uint256);
}
