// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "../../lib/bytes.circom";
include "../../lib/int8.circom";
include "../../lib/keys.circom";

// The building blocks side by side, for tests of each alone.
template Gadgets() {
    signal input acc[8];
    signal output quantised[8];
    signal output nonNegative[8];
    component quant[8];
    for (var i = 0; i < 8; i++) {
        quant[i] = Requantise(18, 8);
        quant[i].acc <== acc[i];
        quantised[i] <== quant[i].out;
        nonNegative[i] <== quant[i].nonNegative;
    }

    signal input bytes[33];
    signal output limbs[2];
    signal output top[33];
    component pack = PackBytes(33);
    pack.bytes <== bytes;
    limbs <== pack.limbs;
    top <== pack.top;

    signal input key[2];
    signal output timesEight[2];
    component eight = KeyTimesEight();
    eight.key <== key;
    timesEight <== eight.out;
}

component main = Gadgets();
