// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

// Wrong on purpose: the search for forgeries must find both faults.
//  1. A quotient whose remainder is only asserted, which adds no constraint.
//  2. An equality test with half of its constraints.
template Unsound() {
    signal input a;
    signal output quotient;
    signal remainder;
    quotient <-- a \ 128;
    remainder <-- a % 128;
    assert(remainder < 128);
    a === quotient * 128 + remainder;

    signal output isZero;
    signal inv;
    inv <-- a != 0 ? 1 / a : 0;
    isZero <== 1 - a * inv;
}

component main = Unsound();
