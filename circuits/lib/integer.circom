// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/bitify.circom";

// The only file in which a signal is assigned without its constraint (`<--`): the two hints below,
// each pinned by both bounds in the lines that follow it.

// out = 1 iff in >= 0. Needs -2^bits <= in < 2^bits; then its bits + 1 bits after the shift are unique.
template NonNegative(bits) {
    assert(bits < 250);
    signal input in;
    signal output out;

    component decomposed = Num2Bits(bits + 1);
    decomposed.in <== in + (1 << bits);
    out <== decomposed.out[bits];
}

// out = floor(num / den). Needs 1 <= den < 2^denBits and 0 <= num, and the quotient below 2^outBits:
// a larger one has no witness. num = out * den + rest with 0 <= rest <= den - 1, and both sides are
// below 2^(outBits + denBits) + 2^denBits, far below the field's order: integer division, one solution.
template FloorDivide(outBits, denBits) {
    assert(outBits + denBits < 250);
    signal input num;
    signal input den;
    signal output out;

    out <-- num \ den;
    signal rest;
    rest <== num - out * den;
    component quotientBits = Num2Bits(outBits);
    quotientBits.in <== out;
    component restBits = Num2Bits(denBits);
    restBits.in <== rest;
    component spareBits = Num2Bits(denBits);
    spareBits.in <== den - 1 - rest;
}

function floorSqrt(value, bits) {
    var root = 0;
    for (var i = bits - 1; i >= 0; i--) {
        if ((root + (1 << i)) * (root + (1 << i)) <= value) {
            root += (1 << i);
        }
    }
    return root;
}

// out = floor(sqrt(in)). Needs 0 <= in < 2^(2 * outBits). out^2 <= in and in - out^2 <= 2 * out, which
// is in < (out + 1)^2: one solution.
template FloorSqrt(outBits) {
    assert(outBits < 120);
    signal input in;
    signal output out;

    out <-- floorSqrt(in, outBits);
    component rootBits = Num2Bits(outBits);
    rootBits.in <== out;
    signal rest;
    rest <== in - out * out;
    component restBits = Num2Bits(outBits + 1);
    restBits.in <== rest;
    component spareBits = Num2Bits(outBits + 1);
    spareBits.in <== 2 * out - rest;
}
