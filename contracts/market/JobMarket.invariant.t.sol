// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MarketHandler} from "../test/MarketHandler.sol";

/// @dev The runner knows the contracts of a test's own file only, unless everything was built before.
contract JobMarketInvariantHandler is MarketHandler {}

/// @title What holds after any sequence of calls by anyone, at any times.
contract JobMarketInvariantTest {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    MarketHandler private handler;

    function setUp() public {
        handler = new JobMarketInvariantHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](22);
        // The natural next step has the weight of four, so that sequences get somewhere.
        selectors[0] = selectors[1] = selectors[2] = selectors[3] = handler.proceed.selector;
        selectors[4] = handler.finalizeAssign.selector;
        selectors[5] = handler.acknowledge.selector;
        selectors[6] = handler.deliver.selector;
        selectors[7] = handler.pass.selector;
        selectors[8] = handler.reportInputFault.selector;
        selectors[9] = handler.rescueJob.selector;
        selectors[10] = handler.forge.selector;
        selectors[11] = handler.cancel.selector;
        selectors[12] = handler.missAck.selector;
        selectors[13] = handler.lapse.selector;
        selectors[14] = handler.expire.selector;
        selectors[15] = handler.withdraw.selector;
        selectors[16] = handler.bumpOfferEpoch.selector;
        selectors[17] = handler.unbond.selector;
        selectors[18] = handler.withdrawStake.selector;
        selectors[19] = handler.deprecate.selector;
        selectors[20] = handler.submit.selector;
        selectors[21] = handler.proposeOffer.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), selectors);
    }

    /// hardhat-config: invariant.runs = 48
    /// hardhat-config: invariant.depth = 120
    function invariant_everythingAddsUp() public {
        string memory violation = handler.violation();
        require(bytes(violation).length == 0, violation);
        require(handler.marketAddsUp(), "I1: market");
        require(handler.vaultAddsUp(), "I1: vault");
        require(handler.bondsAgree(), "I2, I8: bonds");
        handler.endAll();
    }
}
