// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

// Wrong on purpose: does not compile.
template Broken() {
    signal output out;
    out <== missing;
}

component main = Broken();
