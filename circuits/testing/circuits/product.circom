// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

// The smallest circuit worth a ceremony.
template Product() {
    signal input a;
    signal input b;
    signal output out;
    out <== a * b;
}

component main {public [a]} = Product();
