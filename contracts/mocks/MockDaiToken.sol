// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @title Test token with the permit of DAI: everything or nothing, by nonce and expiry.
contract MockDaiToken is ERC20("Dai Stablecoin", "DAI"), EIP712("Dai Stablecoin", "1"), Nonces {
    bytes32 private constant _PERMIT_TYPEHASH =
        keccak256("Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)");

    /// @notice Thrown when the permit is not of `holder`, is late or was used.
    error InvalidPermit(address holder);

    constructor(address holder, uint256 supply) {
        _mint(holder, supply);
    }

    function permit(
        address holder,
        address spender,
        uint256 nonce,
        uint256 expiry,
        bool allowed,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        bytes32 hash = _hashTypedDataV4(
            keccak256(abi.encode(_PERMIT_TYPEHASH, holder, spender, nonce, expiry, allowed))
        );
        bool isLate = expiry != 0 && block.timestamp > expiry;
        if (isLate || ECDSA.recover(hash, v, r, s) != holder) revert InvalidPermit(holder);
        _useCheckedNonce(holder, nonce);
        _approve(holder, spender, allowed ? type(uint256).max : 0);
    }
}
