// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IDataAvailabilityProtocol} from "../interfaces/IDataAvailabilityProtocol.sol";
import {IDataCommittee} from "../interfaces/IDataCommittee.sol";
import {CommitteeOwner} from "./CommitteeOwner.sol";

/// @title A committee of which n of m must sign.
contract DataCommittee is CommitteeOwner, IDataCommittee {
    struct Member {
        string url;
        address addr;
    }

    uint256 private constant _SIGNATURE_SIZE = 65;
    uint256 private constant _ADDRESS_SIZE = 20;

    /// @inheritdoc IDataCommittee
    bytes32 public committeeHash;
    /// @inheritdoc IDataCommittee
    uint256 public requiredAmountOfSignatures;
    /// @inheritdoc IDataCommittee
    Member[] public members;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IDataCommittee
    function initialize() external reinitializer(1) {
        _setOwner(msg.sender);
    }

    /// @inheritdoc IDataCommittee
    function setupCommittee(uint256 _requiredAmountOfSignatures, string[] calldata urls, bytes calldata addrsBytes)
        external
        onlyOwner
    {
        uint256 count = urls.length;
        if (count < _requiredAmountOfSignatures) revert TooManyRequiredSignatures();
        if (addrsBytes.length != count * _ADDRESS_SIZE) revert UnexpectedAddrsBytesLength();

        delete members;
        address last;
        for (uint256 i; i < count; i++) {
            if (bytes(urls[i]).length == 0) revert EmptyURLNotAllowed();
            address addr = _addressAt(addrsBytes, i);
            if (addr <= last) revert WrongAddrOrder();
            members.push(Member({url: urls[i], addr: addr}));
            last = addr;
        }
        bytes32 hash = keccak256(addrsBytes);
        committeeHash = hash;
        requiredAmountOfSignatures = _requiredAmountOfSignatures;
        emit CommitteeUpdated(hash);
    }

    /// @inheritdoc IDataCommittee
    function getAmountOfMembers() external view returns (uint256) {
        return members.length;
    }

    /// @inheritdoc IDataAvailabilityProtocol
    function verifyMessage(bytes32 signedHash, bytes calldata signaturesAndAddrs) external view {
        uint256 required = requiredAmountOfSignatures;
        uint256 split = required * _SIGNATURE_SIZE;
        if (signaturesAndAddrs.length < split || (signaturesAndAddrs.length - split) % _ADDRESS_SIZE != 0) {
            revert UnexpectedAddrsAndSignaturesSize();
        }
        bytes calldata addrs = signaturesAndAddrs[split:];
        if (keccak256(addrs) != committeeHash) revert UnexpectedCommitteeHash();

        uint256 next;
        for (uint256 i; i < required; i++) {
            uint256 start = i * _SIGNATURE_SIZE;
            address signer = _signer(signedHash, signaturesAndAddrs[start:start + _SIGNATURE_SIZE]);
            next = _placeAfter(addrs, next, signer);
        }
    }

    /// @inheritdoc IDataAvailabilityProtocol
    function getProcotolName() external pure returns (string memory) {
        return "DataAvailabilityCommittee";
    }

    /// @dev The place behind `signer`, looked for from `next` on, so that nobody counts twice.
    function _placeAfter(bytes calldata addrs, uint256 next, address signer) private pure returns (uint256) {
        uint256 count = addrs.length / _ADDRESS_SIZE;
        for (; next < count; next++) {
            if (_addressAt(addrs, next) == signer) return next + 1;
        }
        revert CommitteeAddressDoesNotExist();
    }

    function _addressAt(bytes calldata addrs, uint256 index) private pure returns (address) {
        return address(bytes20(addrs[index * _ADDRESS_SIZE:(index + 1) * _ADDRESS_SIZE]));
    }

    /// @dev With the text errors of earlier OpenZeppelin releases, which callers know.
    function _signer(bytes32 hash, bytes calldata signature) private pure returns (address signer) {
        ECDSA.RecoverError problem;
        (signer, problem,) = ECDSA.tryRecover(
            hash, uint8(signature[64]), bytes32(signature[:32]), bytes32(signature[32:64])
        );
        require(problem != ECDSA.RecoverError.InvalidSignatureS, "ECDSA: invalid signature 's' value");
        require(problem == ECDSA.RecoverError.NoError, "ECDSA: invalid signature");
    }
}
