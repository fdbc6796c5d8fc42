// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IProviderRegistry} from "../interfaces/IProviderRegistry.sol";
import {MarketFixture} from "../test/MarketFixture.sol";
import {VM} from "../test/Vm.sol";
import {HardwareNeeds, ProviderRecord} from "../types/Hardware.sol";
import {PROVIDER_ROLE} from "../types/Roles.sol";

contract ProviderRegistryTest is MarketFixture {
    function test_register_default() public {
        ProviderRecord memory record = ProviderRecord(OUTSIDER, "gpu", 24_000, 64_000, 32, "http://gpu");
        VM.expectEmit(address(providers));
        emit IProviderRegistry.ProviderRegistered(provider[0], record);
        VM.prank(provider[0]);
        providers.register(record);
        assertEq(keccak256(abi.encode(providers.provider(provider[0]))), keccak256(abi.encode(record)));
        assertEq(providers.payoutOf(provider[0]), OUTSIDER);
        assertEq(address(providers.vault()), address(vault));
    }

    function test_register_error_payoutZero() public {
        VM.expectRevert(IProviderRegistry.PayoutZero.selector);
        providers.register(providerRecord(address(0)));
    }

    function test_deregister_default() public {
        VM.expectEmit(address(providers));
        emit IProviderRegistry.ProviderDeregistered(provider[0]);
        VM.prank(provider[0]);
        providers.deregister();
        require(!providers.isActive(provider[0]), "active");
        assertEq(providers.payoutOf(provider[0]), provider[0]);
        VM.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProviderUnknown.selector, provider[0]));
        providers.provider(provider[0]);
    }

    function test_deregister_error_providerUnknown() public {
        VM.expectRevert(abi.encodeWithSelector(IProviderRegistry.ProviderUnknown.selector, OUTSIDER));
        VM.prank(OUTSIDER);
        providers.deregister();
    }

    function test_isActive() public {
        require(providers.isActive(provider[0]), "staked and registered");
        require(!providers.isActive(OUTSIDER), "neither");
        stake(PROVIDER_ROLE, OUTSIDER, STAKE);
        require(!providers.isActive(OUTSIDER), "staked only");
        VM.prank(provider[0]);
        vault.startUnbonding(PROVIDER_ROLE, STAKE);
        require(!providers.isActive(provider[0]), "registered only");
    }

    function testFuzz_ineligibility(
        bool otherClass,
        uint32 minVramMiB,
        uint32 minMemoryMiB,
        uint16 minCores
    ) public view {
        HardwareNeeds memory needs =
            HardwareNeeds(otherClass ? bytes32("gpu") : bytes32("cpu"), minVramMiB, minMemoryMiB, minCores);
        bytes32 want = 0;
        if (minCores > 4) want = "CORES";
        if (minMemoryMiB > 2048) want = "MEMORY";
        if (minVramMiB > 0) want = "VRAM";
        if (otherClass) want = "HW_CLASS";
        assertEq(providers.ineligibility(provider[0], needs), want);
    }

    function test_ineligibility_anyClass() public view {
        assertEq(providers.ineligibility(provider[0], HardwareNeeds(0, 0, 2048, 4)), 0);
    }
}
