// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/babyjub.circom";
include "circomlib/circuits/comparators.circom";

// The point must be on the BabyJubJub curve and must not be of low order (8 * key is not the
// identity). Gives 8 * key, which lies in the prime-order subgroup: two keys that differ only by a
// low-order point have the same one, and the same secret signs for both.
template KeyTimesEight() {
    signal input key[2];
    signal output out[2];

    component check = BabyCheck();
    check.x <== key[0];
    check.y <== key[1];

    component twice[3];
    for (var i = 0; i < 3; i++) {
        twice[i] = BabyDbl();
        if (i == 0) {
            twice[i].x <== key[0];
            twice[i].y <== key[1];
        } else {
            twice[i].x <== twice[i - 1].xout;
            twice[i].y <== twice[i - 1].yout;
        }
    }
    out[0] <== twice[2].xout;
    out[1] <== twice[2].yout;

    // In the prime-order subgroup only the identity has x = 0.
    component isIdentity = IsZero();
    isIdentity.in <== out[0];
    isIdentity.out === 0;
}

// The two points differ in at least one coordinate.
template DistinctPoints() {
    signal input a[2];
    signal input b[2];

    component sameX = IsEqual();
    sameX.in[0] <== a[0];
    sameX.in[1] <== b[0];
    component sameY = IsEqual();
    sameY.in[0] <== a[1];
    sameY.in[1] <== b[1];
    sameX.out * sameY.out === 0;
}
