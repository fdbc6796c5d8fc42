// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

// Wrong on purpose: nothing satisfies it, but the optimiser removes what says so
// (iden3/circom issue 425).
template Contradiction() {
    signal input a;
    signal output out;
    signal pinned;
    pinned <-- 1;
    pinned === 1;
    pinned === 2;
    out <== a * a;
}

component main = Contradiction();
