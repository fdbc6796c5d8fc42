// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Runs the permit a depositor signed, so that approval and deposit are one transaction.
library PermitCall {
    /// @dev permit(address,address,uint256,uint256,uint8,bytes32,bytes32), EIP-2612.
    bytes4 private constant EIP2612 = 0xd505accf;
    /// @dev permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32), DAI.
    bytes4 private constant DAI = 0x8fcbaf0c;

    /// @notice The permit is not of the caller.
    error NotValidOwner();
    /// @notice The permit is not for the bridge.
    error NotValidSpender();
    /// @notice The data is no call of a known permit function.
    error NotValidSignature();

    /// @notice Checks whose permit it is and calls the token with it.
    /// @dev The result is ignored: somebody may have used the permit already, and the transfer decides.
    function run(address token, bytes calldata permitData) internal {
        bytes4 selector = bytes4(permitData);
        if (selector != EIP2612 && selector != DAI) revert NotValidSignature();
        (address owner, address spender) = abi.decode(permitData[4:], (address, address));
        if (owner != msg.sender) revert NotValidOwner();
        if (spender != address(this)) revert NotValidSpender();

        (bool ok,) = token.call(permitData);
        ok;
    }
}
