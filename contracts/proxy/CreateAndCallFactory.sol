// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Creates a contract at an address that depends on its code and a salt alone, and calls it at once.
/// @notice Creation and first call are one transaction, so nobody can initialise in between. With the caller's
/// address in the first 20 bytes of the salt nobody else can use that salt either; with zeros there anybody may,
/// and a deployment that came second reverts.
contract CreateAndCallFactory {
    event Deployed(address indexed deployed, bytes32 indexed salt);

    /// @notice The salt begins with another account's address.
    error SaltOfAnother(bytes32 salt, address caller);
    /// @notice There is code at the address already, or the constructor failed.
    error DeploymentFailed(address expected);
    /// @notice The call after creation failed; `reason` is what it returned.
    error CallFailed(address deployed, bytes reason);

    /// @notice Creates `creationCode` with CREATE2 and calls it with `callData` unless that is empty.
    /// @param salt First 20 bytes: the caller's address or zeros.
    /// @return deployed Address of the new contract, as `computeAddress` tells.
    function deployAndCall(bytes32 salt, bytes calldata creationCode, bytes calldata callData)
        external
        returns (address deployed)
    {
        address guard = address(bytes20(salt));
        if (guard != address(0) && guard != msg.sender) revert SaltOfAnother(salt, msg.sender);

        bytes memory code = creationCode;
        assembly ("memory-safe") {
            deployed := create2(0, add(code, 0x20), mload(code), salt)
        }
        if (deployed == address(0)) revert DeploymentFailed(computeAddress(salt, keccak256(code)));
        emit Deployed(deployed, salt);

        if (callData.length > 0) {
            (bool ok, bytes memory reason) = deployed.call(callData);
            if (!ok) revert CallFailed(deployed, reason);
        }
    }

    /// @notice Address at which `deployAndCall` creates.
    /// @param initCodeHash keccak256 of the creation code with its constructor arguments.
    function computeAddress(bytes32 salt, bytes32 initCodeHash) public view returns (address) {
        return address(
            uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, initCodeHash))))
        );
    }
}
