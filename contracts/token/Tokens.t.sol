// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Assert} from "../test/Assert.sol";
import {BigToken} from "./BigToken.sol";
import {DevToken} from "./DevToken.sol";
import {PolTestToken} from "./PolTestToken.sol";

contract TokensTest is Assert {
    function testBig(address holder, uint256 supply) external {
        if (holder == address(0)) holder = address(1);
        BigToken big = new BigToken(holder, supply);
        assertEq(bytes(big.name()), "BigFile");
        assertEq(bytes(big.symbol()), "BIG");
        assertEq(big.decimals(), 18);
        assertEq(big.totalSupply(), supply);
        assertEq(big.balanceOf(holder), supply);
    }

    function testDevTokenHasTheNameItIsGiven(address holder, uint256 supply) external {
        if (holder == address(0)) holder = address(1);
        DevToken token = new DevToken("Second Coin", "SEC", holder, supply);
        assertEq(bytes(token.name()), "Second Coin");
        assertEq(bytes(token.symbol()), "SEC");
        assertEq(token.balanceOf(holder), supply);
    }

    function testPolIsOpenToEverybody(address holder, uint256 amount) external {
        if (holder == address(0)) holder = address(1);
        PolTestToken pol = new PolTestToken();
        pol.mint(holder, amount);
        assertEq(pol.balanceOf(holder), amount);
        assertEq(bytes(pol.symbol()), "POL");
    }
}
